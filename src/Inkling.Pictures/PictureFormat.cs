using System.Buffers;
using System.Text;

namespace Inkling.Pictures;

/// <summary>Recognises what a file is by its first bytes.</summary>
internal static class PictureFormat
{
    /// <summary>The formats that are read, for messages.</summary>
    public const string Expected = "expected PNG, JPEG, WebP, BMP or GIF";

    /// <summary>The name of JPEG.</summary>
    public const string Jpeg = "JPEG";

    private const int TextBytes = 64;

    /// <summary>Gets the name of the format if it is one that is read, otherwise null.</summary>
    public static string? Recognise(ReadOnlySpan<byte> content) => content switch
    {
        [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A, ..] => "PNG",
        [0xFF, 0xD8, 0xFF, ..] => Jpeg,
        _ when IsRiff(content, "WEBP"u8) => "WebP",
        [(byte)'B', (byte)'M', _, _, _, _, _, _, _, _, ..] => "BMP",
        _ when content.StartsWith("GIF87a"u8) || content.StartsWith("GIF89a"u8) => "GIF",
        _ => null,
    };

    /// <summary>Describes content that is not read, for messages: "a PDF document".</summary>
    public static string Describe(ReadOnlySpan<byte> content) => content switch
    {
        [] => "the file is empty",
        [(byte)'I', (byte)'I', 42 or 43, 0, ..] or [(byte)'M', (byte)'M', 0, 42 or 43, ..] => "a TIFF picture",
        _ when content.StartsWith("%PDF"u8) => "a PDF document",
        _ when content.StartsWith("8BPS"u8) => "a Photoshop document",
        [0, 0, 1 or 2, 0, ..] => "an icon",
        [0xFF, 0x0A, ..] or [0, 0, 0, 12, (byte)'J', (byte)'X', (byte)'L', ..] => "a JPEG XL picture",
        [0, 0, 0, 12, (byte)'j', (byte)'P', ..] or [0xFF, 0x4F, 0xFF, 0x51, ..] => "a JPEG 2000 picture",
        [_, _, _, _, (byte)'f', (byte)'t', (byte)'y', (byte)'p', ..] => IsAvif(content) ? "an AVIF picture" : "a HEIC picture or a video",
        [(byte)'P', (byte)'K', 3, 4, ..] => "a ZIP archive",
        [0x1F, 0x8B, ..] => "a gzip file",
        _ when LooksLikeText(content[..Math.Min(content.Length, TextBytes)]) => DescribeText(content),
        _ => $"not a picture, it starts with {Hex(content[..Math.Min(content.Length, 8)])}",
    };

    private static string Hex(ReadOnlySpan<byte> bytes) => BitConverter.ToString(bytes.ToArray()).Replace('-', ' ');

    private static bool IsRiff(ReadOnlySpan<byte> content, ReadOnlySpan<byte> kind) =>
        content.StartsWith("RIFF"u8) && content.Length >= 12 && content.Slice(8, 4).SequenceEqual(kind);

    private static bool IsAvif(ReadOnlySpan<byte> content) => content.Length >= 12 && content.Slice(8, 3).SequenceEqual("avi"u8);

    private static string DescribeText(ReadOnlySpan<byte> content)
    {
        var start = content[..Math.Min(content.Length, 1024)];
        if (start.IndexOf("<svg"u8) >= 0)
            return "an SVG drawing";
        return start.TrimStart("\uFEFF \t\r\n"u8) is [(byte)'<', ..] ? "an HTML or XML document" : "a text file";
    }

    /// <summary>Determines whether content begins as text does: UTF-8 without control characters.</summary>
    private static bool LooksLikeText(ReadOnlySpan<byte> start)
    {
        while (Rune.DecodeFromUtf8(start, out var rune, out var length) == OperationStatus.Done)
        {
            if (Rune.IsControl(rune) && rune.Value is not ('\t' or '\r' or '\n'))
                return false;
            start = start[length..];
        }

        // The rest is a character that was cut, or no UTF-8.
        return start.Length < 4 && Rune.DecodeFromUtf8(start, out _, out _) == OperationStatus.NeedMoreData;
    }
}
