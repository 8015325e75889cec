using System.Globalization;
using Inkling.Figures.Drawing;

namespace Inkling.Figures.Tests.Drawing;

public class NumberFormatTests
{
    [Theory]
    [InlineData(0, "0")]
    [InlineData(0.1 + 0.2, "0.3")]
    [InlineData(-1.5, "-1.5")]
    [InlineData(1234567, "1,234,567")]
    [InlineData(12345.6, "12,346")]
    [InlineData(0.00012345678, "0.00012346")]
    [InlineData(1e-7, "1e-7")]
    [InlineData(1.5e20, "1.5e20")]
    [InlineData(double.NaN, "NaN")]
    [InlineData(double.NegativeInfinity, "-infinite")]
    public void Values_have_separators_and_at_most_five_significant_digits(double value, string expected) =>
        NumberFormat.Value(value).ShouldBe(expected);

    [Fact]
    public void A_negative_zero_has_no_sign() => NumberFormat.Value(-0.0).ShouldBe("0");

    [Theory]
    [InlineData(0.5, "0.5")]
    [InlineData(200, "200")]
    [InlineData(1500, "1.5k")]
    [InlineData(-2_000_000, "-2M")]
    [InlineData(3e9, "3B")]
    public void Ticks_are_short(double value, string expected) => NumberFormat.Tick(value).ShouldBe(expected);

    [Theory]
    [InlineData(0, "0")]
    [InlineData(999, "999")]
    [InlineData(1_000, "1.0k")]
    [InlineData(9_960, "10k")]
    [InlineData(123_456, "123k")]
    [InlineData(999_499, "999k")]
    [InlineData(999_500, "1.0M")]
    [InlineData(int.MaxValue, "2.1B")]
    public void Compact_counts_take_at_most_five_characters(long count, string expected) => NumberFormat.Compact(count).ShouldBe(expected);

    [Fact]
    public void Numbers_are_independent_of_the_culture()
    {
        var before = CultureInfo.CurrentCulture;
        try
        {
            // As in German, also where the data of cultures are not installed.
            var culture = (CultureInfo)CultureInfo.InvariantCulture.Clone();
            (culture.NumberFormat.NumberDecimalSeparator, culture.NumberFormat.NumberGroupSeparator, culture.NumberFormat.NegativeSign) =
                (",", ".", "~");
            CultureInfo.CurrentCulture = culture;
            1.5.ToString().ShouldBe("1,5");
            NumberFormat.Coordinate(-1234.567).ShouldBe("-1234.57");
            NumberFormat.Value(1234.5).ShouldBe("1234.5");
            NumberFormat.Percent(0.5).ShouldBe("50.0 %");
            foreach (var (name, sample) in Charts.ChartSamples.All)
                sample().ShouldLookAs(name);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Theory]
    [InlineData(0.125, "+0.125")]
    [InlineData(-3.14159, "−3.14")]
    [InlineData(0, "0")]
    [InlineData(double.NaN, "NaN")]
    [InlineData(double.NegativeInfinity, "-infinite")]
    public void Signed_values_have_three_digits(double value, string expected) => NumberFormat.Signed(value).ShouldBe(expected);

    [Theory]
    [InlineData(0.97971, "97.97 %", "97.97 %")]
    [InlineData(0, "less than 0.01 %", "0.00 %")]
    [InlineData(1, "more than 99.99 %", "100.00 %")]
    [InlineData(double.NaN, "not known", "–")]
    public void Probabilities_are_percentages(double value, string expected, string cell)
    {
        NumberFormat.Probability(value).ShouldBe(expected);
        NumberFormat.PercentCell(value).ShouldBe(cell);
    }
}
