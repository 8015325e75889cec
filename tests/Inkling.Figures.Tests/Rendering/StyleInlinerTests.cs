using System.Xml.Linq;
using Inkling.Figures.Rendering;

namespace Inkling.Figures.Tests.Rendering;

public class StyleInlinerTests
{
    [Theory]
    [InlineData("line c1", "stroke:#c2410c")]
    [InlineData("line c1", "stroke-width:2.2")]
    [InlineData("line dashed ink", "stroke-width:1.4")]
    [InlineData("bar neutral", "fill:#6b7280")]
    [InlineData("text", "fill:#1f2937")]
    [InlineData("text small faint", "fill:#4b5563")]
    [InlineData("text bold correct", "fill:#15803d")]
    [InlineData("frame incorrect", "stroke:#b91c1c")]
    [InlineData("frame", "stroke:#6b7280")]
    public void An_element_has_the_declarations_of_its_classes(string classes, string declaration) =>
        Style($"""<rect class="{classes}" />""", Palette.Light).Split(';').ShouldContain(declaration);

    [Fact]
    public void The_most_specific_rule_wins_and_each_property_is_declared_once()
    {
        var style = Style("""<path class="line thin c0" />""", Palette.Light).Split(';');
        style.ShouldBe(["fill:none", "stroke:#2563eb", "stroke-width:1.1", "stroke-linejoin:round", "opacity:.65"]);
    }

    [Fact]
    public void No_variable_and_no_style_sheet_remains()
    {
        foreach (var (name, sample) in Charts.ChartSamples.All)
        {
            var svg = XElement.Parse(sample().ToSvg());
            StyleInliner.Inline(svg, Palette.Dark);
            svg.ToString().ShouldNotMatch("var\\(|--[a-z]|<style|@media", name);
        }
    }

    private static string Style(string element, Palette palette)
    {
        var svg = XElement.Parse($"""<svg class="figure"><style>.a</style>{element}</svg>""");
        StyleInliner.Inline(svg, palette);
        return svg.Elements().Single().Attribute("style")!.Value;
    }
}
