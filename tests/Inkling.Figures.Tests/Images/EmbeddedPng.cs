using System.Text.RegularExpressions;
using System.Xml.Linq;
using SkiaSharp;

namespace Inkling.Figures.Tests.Images;

/// <summary>Decodes the images in a figure.</summary>
internal static partial class EmbeddedPng
{
    private const string Prefix = "data:image/png;base64,";

    /// <summary>The images of a figure, in order.</summary>
    public static IReadOnlyList<DecodedPng> EmbeddedImages(this XElement svg) =>
        [.. svg.Descendants()
            .Where(element => element.Name.LocalName == "image").Select(element => element.Attribute("href")!.Value.ToPng())];

    /// <summary>The image of a data URI.</summary>
    public static DecodedPng ToPng(this string uri)
    {
        uri.ShouldStartWith(Prefix);
        return DecodedPng.Of(Convert.FromBase64String(uri[Prefix.Length..]));
    }

    /// <summary>The texts of a figure, in order.</summary>
    public static IReadOnlyList<string> Texts(this XElement svg) =>
        [.. svg.Descendants().Where(element => element.Name.LocalName == "text").Select(text => text.Value)];

    /// <summary>The tooltips of a figure, in order.</summary>
    public static IReadOnlyList<string> Tooltips(this XElement svg) =>
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

/// <summary>A decoded PNG file.</summary>
/// <param name="Width">Pixels per row.</param>
/// <param name="Height">The number of rows.</param>
/// <param name="Channels">1: grey; 2: grey and alpha; 3: red, green and blue.</param>
/// <param name="Samples">[Height, Width, Channels], 0 to 255.</param>
internal sealed record DecodedPng(int Width, int Height, int Channels, byte[] Samples)
{
    // PNG specification, section 11.2.2: the colour type follows the signature, the chunk's head, the size and the bit depth.
    private const int ColorTypeOffset = 25;

    public int this[int row, int column, int channel] => Samples[(((row * Width) + column) * Channels) + channel];

    public static DecodedPng Of(byte[] png)
    {
        int[] channels = png[ColorTypeOffset] switch
        {
            0 => [0],
            4 => [0, 3],
            _ => [0, 1, 2],
        };
        using var codec = SKCodec.Create(new SKMemoryStream(png));
        using var bitmap = SKBitmap.Decode(codec, codec.Info.WithColorType(SKColorType.Rgba8888).WithAlphaType(SKAlphaType.Unpremul));
        var pixels = bitmap.Bytes;
        var samples = from i in Enumerable.Range(0, bitmap.Width * bitmap.Height)
                      from channel in channels
                      select pixels[(4 * i) + channel];
        return new DecodedPng(bitmap.Width, bitmap.Height, channels.Length, [.. samples]);
    }
}
