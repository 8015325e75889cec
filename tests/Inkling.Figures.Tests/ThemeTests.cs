using System.Globalization;
using System.Text.RegularExpressions;

namespace Inkling.Figures.Tests;

public class ThemeTests
{
    [Theory]
    [InlineData("light")]
    [InlineData("dark")]
    [InlineData("print")]
    public void Text_is_legible_on_the_background_and_on_half_of_any_colour(string name)
    {
        var palette = name switch { "light" => Palette.Light, "dark" => Palette.Dark, _ => Palette.Print };
        var colors = palette.Properties.ToDictionary(property => property.Key[2..], property => Parse(property.Value[1..]));
        foreach (var text in (string[])["ink", "faint", "correct", "incorrect"])
            Contrast(colors[text], colors["ground"]).ShouldBeGreaterThan(4.5, $"{text} on {name}");
        foreach (var color in (string[])["c0", "c1"])
            Contrast(colors["ink"], Mixed(colors[color], colors["ground"])).ShouldBeGreaterThan(4.5, $"ink on a cell of {color} on {name}");
        for (var i = 0; i < Theme.Colors; i++)
            Contrast(colors[$"c{i}"], colors["ground"]).ShouldBeGreaterThan(3, $"a line of c{i} on {name}");
    }

    [Fact]
    public void The_style_sheet_has_the_colours_of_each_setting()
    {
        Theme.Css.ShouldStartWith($".figure{{{Palette.Light.ToCss()};");
        Theme.Css.ShouldContain($"@media (prefers-color-scheme:dark){{.figure{{{Palette.Dark.ToCss()}}}}}");
        Theme.Css.ShouldContain($"@media print{{.figure{{{Palette.Print.ToCss()}}}");
        foreach (var palette in (Palette[])[Palette.Light, Palette.Dark, Palette.Print])
            palette.Series.Count.ShouldBe(Theme.Colors);
    }

    [Fact]
    public void Colours_are_in_the_palettes_only() =>
        Regex.Matches(
            string.Concat(Charts.ChartSamples.All.Values.Select(sample => sample().ToSvg().Replace(Theme.Css, ""))),
            "#[0-9a-f]{3,6}|rgb\\(").ShouldBeEmpty();

    private static double[] Parse(string hex)
    {
        var full = hex.Length == 3 ? string.Concat(hex.Select(digit => $"{digit}{digit}")) : hex;
        return [.. Enumerable.Range(0, 3)
            .Select(i => int.Parse(full.AsSpan(2 * i, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture) / 255.0)];
    }

    private static double[] Mixed(double[] a, double[] b) => [.. a.Zip(b).Select(pair => (pair.First + pair.Second) / 2)];

    // WCAG 2.2, relative luminance and contrast ratio.
    private static double Contrast(double[] a, double[] b)
    {
        var (high, low) = (Math.Max(Luminance(a), Luminance(b)), Math.Min(Luminance(a), Luminance(b)));
        return (high + 0.05) / (low + 0.05);
    }

    private static double Luminance(double[] color)
    {
        double[] linear = [.. color.Select(value => value <= 0.04045 ? value / 12.92 : Math.Pow((value + 0.055) / 1.055, 2.4))];
        return (0.2126 * linear[0]) + (0.7152 * linear[1]) + (0.0722 * linear[2]);
    }
}
