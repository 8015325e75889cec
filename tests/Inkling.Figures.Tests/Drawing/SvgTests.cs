using System.Globalization;
using Inkling.Figures.Drawing;

namespace Inkling.Figures.Tests.Drawing;

public class SvgTests
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
    [InlineData(double.NaN, "not a number")]
    [InlineData(double.NegativeInfinity, "-infinite")]
    public void Values_are_written_as_people_read_them(double value, string expected) => Svg.Value(value).ShouldBe(expected);

    [Fact]
    public void A_negative_zero_has_no_sign() => Svg.Value(-0.0).ShouldBe("0");

    [Theory]
    [InlineData(0.5, "0.5")]
    [InlineData(200, "200")]
    [InlineData(1500, "1.5k")]
    [InlineData(-2_000_000, "-2M")]
    [InlineData(3e9, "3B")]
    public void Numbers_along_an_axis_are_short(double value, string expected) => Svg.Tick(value).ShouldBe(expected);

    [Theory]
    [InlineData(0, "0")]
    [InlineData(999, "999")]
    [InlineData(1_000, "1.0k")]
    [InlineData(9_960, "10k")]
    [InlineData(123_456, "123k")]
    [InlineData(999_499, "999k")]
    [InlineData(999_500, "1.0M")]
    [InlineData(int.MaxValue, "2.1B")]
    public void Counts_in_a_cell_take_five_letters_at_most(long count, string expected) => Svg.Short(count).ShouldBe(expected);

    [Fact]
    public void Another_culture_changes_nothing()
    {
        var before = CultureInfo.CurrentCulture;
        try
        {
            // As in German, also where the cultures' data are not installed.
            var culture = (CultureInfo)CultureInfo.InvariantCulture.Clone();
            (culture.NumberFormat.NumberDecimalSeparator, culture.NumberFormat.NumberGroupSeparator, culture.NumberFormat.NegativeSign) =
                (",", ".", "~");
            CultureInfo.CurrentCulture = culture;
            1.5.ToString().ShouldBe("1,5");
            Svg.Number(-1234.567).ShouldBe("-1234.57");
            Svg.Value(1234.5).ShouldBe("1234.5");
            Svg.Percent(0.5).ShouldBe("50.0 %");
            foreach (var (name, sample) in Charts.ChartSamples.All)
                sample().ShouldLookAs(name);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void Words_are_wrapped_broken_and_shortened_to_their_room()
    {
        foreach (var text in (string[])["one two three four five six seven", new string(
            'W', 100), "Donaudampfschifffahrtsgesellschaftskapitän", new string('字', 30), "", " "])
        {
            Svg.Wrap(text, 100).ShouldAllBe(line => Svg.TextWidth(line, Svg.TextSize) <= 100.001);
            string.Concat(Svg.Wrap(text, 100)).Replace(" ", "").ShouldBe(text.Replace(" ", ""));
            Svg.TextWidth(Svg.Shorten(text, 100)).ShouldBeLessThanOrEqualTo(100.001);
        }

        Svg.Shorten("short", 100).ShouldBe("short");
        Svg.Shorten("a name that is too long", 100).ShouldBe("a name tha…");
        Svg.Wrap(string.Concat(Enumerable.Repeat("🖋", 40)), 100).ShouldAllBe(line => !char.IsLowSurrogate(line[0]));
        Svg.WrapTitle("The smallest perturbation that fools, image by image", 450, Svg.TitleSize)
            .ShouldBe(["The smallest perturbation", "that fools, image by image"]);
    }
}
