using System.Runtime.CompilerServices;
using System.Xml.Linq;
using Inkling.Figures.Tests.Images;

namespace Inkling.Figures.Tests;

/// <summary>
/// Compares figures with the pictures in References, byte for byte: rendering is deterministic. Embedded images are compared by their
/// pixels, for another
/// version of zlib packs the same pixels otherwise; the style sheet, which all share, is not compared.
/// </summary>
internal static class ReferencePicture
{
    private const string Recording = "INKLING_RECORD";

    /// <summary>
    /// The figure is well-formed, has a title and a description, writes no number that is not one, and looks as References/NAME.svg does.
    /// Where it differs, what
    /// was drawn is left beside the tests' output, to be looked at. Pictures are recorded anew only with INKLING_RECORD=1.
    /// </summary>
    /// <param name="figure">What is drawn, from small and fixed data.</param>
    /// <param name="name">The picture's name, without its ending.</param>
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
            ? $"{name}: there is no picture {reference} to compare with. Look at {drawn}; {Recording}=1 keeps it."
            : $"{name}: differs from {reference} at character {place}: '{Around(drawnNow, place)}', expected '{Around(drawnThen, place)}'. Look at {drawn}.");
    }

    /// <summary>
    /// What holds for every figure, whatever its data: well-formed, named, described, and without a number that is not one.
    /// </summary>
    /// <returns>The picture, parsed.</returns>
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

    /// <summary>
    /// The picture without the style sheet, which all pictures share, and with each embedded image as its size and its pixels.
    /// </summary>
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
