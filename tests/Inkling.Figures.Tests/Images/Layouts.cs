using System.Globalization;
using System.Xml.Linq;
using Inkling.Figures.Drawing;

namespace Inkling.Figures.Tests.Images;

/// <summary>Checks that the parts of a figure do not overlap.</summary>
internal static class Layouts
{
    /// <summary>Images and texts are within the figure and do not overlap.</summary>
    /// <param name="svg">A figure whose groups are translated only.</param>
    public static void ShouldHaveRoom(this XElement svg)
    {
        var (width, height) = (Number(svg, "width"), Number(svg, "height"));
        var boxes = svg.Descendants()
            .Where(element => element.Name.LocalName is "image" or "text"
                && element.Parent!.Attribute("class")?.Value is not ("numbers" or "zeros"))
            .Select(Box).ToList();
        boxes.ShouldNotBeEmpty();
        foreach (var box in boxes)
        {
            box.Left.ShouldBeGreaterThanOrEqualTo(0, box.What);
            box.Top.ShouldBeGreaterThanOrEqualTo(0, box.What);
            box.Right.ShouldBeLessThanOrEqualTo(width, box.What);
            box.Bottom.ShouldBeLessThanOrEqualTo(height, box.What);
        }

        // Text is narrower than its estimated width, and an image may have an overlay of its own size.
        foreach (var (i, box) in boxes.Index())
        {
            foreach (var other in boxes.Skip(i + 1).Where(other => (other.Left, other.Top, other.Right) != (box.Left, box.Top, box.Right)))
            {
                (Math.Min(box.Right, other.Right) - Math.Max(box.Left, other.Left) > 1
                    && Math.Min(box.Bottom, other.Bottom) - Math.Max(box.Top, other.Top) > 1)
                    .ShouldBeFalse($"{box.What} and {other.What} overlap");
            }
        }
    }

    private static (double Left, double Top, double Right, double Bottom, string What) Box(XElement element)
    {
        var (x, y) = (Number(element, "x"), Number(element, "y"));
        foreach (var move in element.Ancestors().Select(ancestor => ancestor.Attribute("transform")?.Value).OfType<string>())
        {
            var numbers = move["translate(".Length..^1].Split(' ');
            x += double.Parse(numbers[0], CultureInfo.InvariantCulture);
            y += double.Parse(numbers[1], CultureInfo.InvariantCulture);
        }

        if (element.Name.LocalName == "image")
            return (x, y, x + Number(element, "width"), y + Number(element, "height"), $"the image at {x}, {y}");
        var style = element.Attribute("class")!.Value;
        var size = style.Contains("small") ? TextLayout.SmallSize : style.Contains("title") ? TextLayout.TitleSize : TextLayout.TextSize;
        var room = TextLayout.Width(element.Value, size);
        var left = element.Attribute("text-anchor")?.Value switch { "middle" => x - (room / 2), "end" => x - room, _ => x };
        return (left, y - (size * 0.75), left + room, y + (size * 0.2), $"'{element.Value}'");
    }

    private static double Number(XElement element, string name) =>
        double.Parse(element.Attribute(name)!.Value, CultureInfo.InvariantCulture);
}
