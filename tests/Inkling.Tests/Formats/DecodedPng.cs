using Inkling.Formats;
using SkiaSharp;

namespace Inkling.Tests.Formats;

/// <summary>Decodes PNG files with Skia, to check what the writer has written.</summary>
internal static class DecodedPng
{
    private const int BitDepthAt = 24;
    private const int ColorTypeAt = 25;

    /// <summary>Gets the bits of a sample or index that the header states.</summary>
    public static int BitDepth(byte[] file) => file[BitDepthAt];

    /// <summary>Gets whether the header states a palette.</summary>
    public static bool HasPalette(byte[] file) => file[ColorTypeAt] == 3;

    /// <summary>Decodes a file to the channels that it has; a palette to 3, or 4 where it has transparent colours.</summary>
    public static PngImage Read(byte[] file)
    {
        using var stream = new MemoryStream(file);
        using var codec = SKCodec.Create(stream).ShouldNotBeNull();
        var info = codec.Info.WithColorType(SKColorType.Rgba8888).WithAlphaType(SKAlphaType.Unpremul).WithColorSpace(null);
        var channels = file[ColorTypeAt] switch { 0 => 1, 4 => 2, 2 => 3, 6 => 4, _ => codec.Info.AlphaType == SKAlphaType.Opaque ? 3 : 4 };
        codec.GetPixels(info, out var pixels).ShouldBe(SKCodecResult.Success);
        var samples = new byte[info.Width * info.Height * channels];
        for (var i = 0; i < samples.Length; i++)
        {
            var channel = i % channels;
            samples[i] = pixels[(i / channels * 4) + (channels == 2 && channel == 1 ? 3 : channel)];
        }

        return new PngImage(info.Width, info.Height, channels, samples);
    }
}
