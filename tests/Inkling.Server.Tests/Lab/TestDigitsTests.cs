using Inkling.Server.Lab;

namespace Inkling.Server.Tests.Lab;

public class TestDigitsTests
{
    [Fact]
    public async Task The_ten_digits_of_28x28_are_loaded_once()
    {
        var source = new TestDigits();
        var digits = await source.LoadAsync();
        (digits.Rows, digits.Columns, digits.ClassNames.Count).ShouldBe((28, 28, 10));
        digits.Count.ShouldBeOneOf(1000, 10_000);
        (await source.LoadAsync()).ShouldBeSameAs(digits);
    }
}
