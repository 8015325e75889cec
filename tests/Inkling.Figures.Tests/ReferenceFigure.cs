using System.Runtime.CompilerServices;
using System.Xml.Linq;
using Inkling.Figures.Tests.Images;

namespace Inkling.Figures.Tests;

/// <summary>
/// Compares figures with the SVG files in References, byte for byte: rendering is deterministic. Embedded images are compared by their
/// pixels, because another version of zlib compresses them to other bytes; the style sheet, which all share, is not compared.
/// </summary>
internal static class ReferenceFigure
{
    private const string Recording = "INKLING_RECORD";

    /// <summary>
    /// The figure is well-formed, has a title and a description, has no NaN among its numbers, and is the same as References/NAME.svg.
    /// A figure that differs is written to the folder "drawn" beside the tests. References are recorded again only with INKLING_RECORD=1.
    /// </summary>
    /// <param name="figure">The figure, of small and fixed data.</param>
    /// <param name="name">The name of the reference, without extension.</param>
    public static void ShouldLookAs(this Figure figure, string name)
    {
        var svg = figure.ToSvg();
        ShouldBeSound(figure);
        var reference = Path.Combine(Folder(), $"{name}.svg");
        var expected = File.Exists(reference) ? File.ReadAllText(reference) : "";
        var (drawnNow, drawnThen) = (Comparable(svg), Comparable(expected));
        if (drawnNow == drawnThen)
            return;
        if (Environment.GetEnvironmentVariable(Recording) == "1")
        {
            File.WriteAllText(reference, svg);
            return;
        }

        var drawn = Path.Combine(Directory.CreateDirectory(Path.Combine(AppContext.BaseDirectory, "drawn")).FullName, $"{name}.svg");
        File.WriteAllText(drawn, svg);
        var place = drawnNow.Zip(drawnThen).TakeWhile(pair => pair.First == pair.Second).Count();
        throw new Xunit.Sdk.XunitException(expected.Length == 0
            ? $"{name}: there is no reference {reference}. Look at {drawn}; {Recording}=1 records it."
            : $"{name}: differs from {reference} at character {place}: '{Around(drawnNow, place)}', "
                + $"expected '{Around(drawnThen, place)}'. Look at {drawn}.");
    }

    /// <summary>Every figure, whatever its data, is well-formed, has a title and a description, and no NaN among its numbers.</summary>
    /// <returns>The parsed SVG.</returns>
    public static XElement ShouldBeSound(this Figure figure)
    {
        var svg = XDocument.Parse(figure.ToSvg()).Root!;
        svg.Elements().First(element => element.Name.LocalName == "title").Value.ShouldBe(figure.Title);
        svg.Elements().First(element => element.Name.LocalName == "desc").Value.ShouldBe(figure.Description);
        figure.Description.ShouldNotBeNullOrWhiteSpace();
        var numbers =
            svg.Descendants().Attributes().Where(attribute => attribute.Name.LocalName is not ("class" or "href" or "aria-label"));
        numbers.ShouldAllBe(
            attribute => !attribute.Value.Contains("NaN") && !attribute.Value.Contains("Infinity") && !attribute.Value.Contains('\u221E'));
        return svg;
    }

    /// <summary>The SVG without the style sheet, and with each embedded image as its size and pixels.</summary>
    private static string Comparable(string svg) => EmbeddedPng.Unpacked(WithoutStyle(svg));

    private static string WithoutStyle(string svg)
    {
        var (start, end) = (svg.IndexOf("<style>", StringComparison.Ordinal), svg.IndexOf("</style>", StringComparison.Ordinal));
        return start < 0 || end < start ? svg : svg[..start] + svg[end..];
    }

    private static string Around(string text, int place) =>
        text[Math.Max(0, place - 20)..Math.Min(text.Length, place + 40)].ReplaceLineEndings(" ");

    private static string Folder([CallerFilePath] string source = "") => Path.Combine(Path.GetDirectoryName(source)!, "References");
}
