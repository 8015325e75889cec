using System.Xml.Linq;
using Inkling.Figures.Charts;

namespace Inkling.Figures.Tests;

public class ControlCharacterTests
{
    [Fact]
    public void Control_characters_in_names_are_visible_in_a_valid_figure()
    {
        var chart = new ConfusionMatrixChart(
            "Title\e]0;x\a", ["\e[31m", "b\u202E\u009B", "\0\uFFFF\ud83d"], new[,] { { 1, 2, 3 }, { 4, 5, 6 }, { 7, 8, 9 } });
        var svg = chart.ToSvg();
        svg.ShouldNotContain(character => char.IsControl(character) && character != '\n');
        svg.ShouldNotContain("&#x1B;");
        var text = XDocument.Parse(svg).Root!.Value;
        text.ShouldContain(@"\x1B[31m");
        text.ShouldContain(@"b\u202E\x9B");
        text.ShouldContain(@"\x00\uFFFF");
        text.ShouldContain(@"Title\x1B]0;x\x07");
        chart.ToPng().Length.ShouldBeGreaterThan(1000);
    }
}
