using System.Text.RegularExpressions;
using System.Xml.Linq;
using Inkling.Formats;

namespace Inkling.Figures.Tests.Images;

/// <summary>The images within a figure, decoded.</summary>
internal static partial class EmbeddedPng
{
    private const string Prefix = "data:image/png;base64,";

    /// <summary>The images of a figure, in their order.</summary>
    public static IReadOnlyList<PngImage> Pictures(this XElement svg) =>
        [.. svg.Descendants()
            .Where(element => element.Name.LocalName == "image").Select(element => element.Attribute("href")!.Value.ToPng())];

    /// <summary>The image of a data URI.</summary>
    public static PngImage ToPng(this string uri)
    {
        uri.ShouldStartWith(Prefix);
        return Png.Read(new MemoryStream(Convert.FromBase64String(uri[Prefix.Length..])), "figure");
    }

    /// <summary>The texts of a figure, in their order.</summary>
    public static IReadOnlyList<string> Texts(this XElement svg) =>
        [.. svg.Descendants().Where(element => element.Name.LocalName == "text").Select(text => text.Value)];

    /// <summary>What is said on hover, in its order.</summary>
    public static IReadOnlyList<string> Hovers(this XElement svg) =>
        [.. svg.Descendants().Where(element => element.Name.LocalName == "title" && element.Parent != svg).Select(title => title.Value)];

    /// <summary>A document with each embedded image as its size and its pixels.</summary>
    public static string Unpacked(string svg) => Uri().Replace(svg, match =>
    {
        // A plus is written as an entity in attributes.
        var image = System.Net.WebUtility.HtmlDecode(match.Value).ToPng();
        return $"{image.Width} x {image.Height} x {image.Channels}: {Convert.ToHexString(image.Samples)}";
    });

    [GeneratedRegex("data:image/png;base64,[^\"]*")]
    private static partial Regex Uri();
}
