namespace Inkling.Cli.Tests;

public class SmokeTests
{
    [Fact]
    public void Arithmetic_holds() => (1 + 1).ShouldBe(2);
}
