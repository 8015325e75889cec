namespace Inkling.Tests;

public class SmokeTests
{
    [Fact]
    public void Arithmetic_holds() => (1 + 1).ShouldBe(2);
}
