using Inkling.Formats;
using Inkling.Tests.Data;
using SkiaSharp;

namespace Inkling.Pictures.Tests;

/// <summary>Picture files: those in TestData all show the same 7 on paper, 120 columns by 100 rows.</summary>
internal static class Samples
{
    public static string Path(string name) => System.IO.Path.Combine(AppContext.BaseDirectory, "TestData", name);

    public static byte[] Bytes(string name) => File.ReadAllBytes(Path(name));

    /// <summary>The picture that the others show, without loss.</summary>
    public static GrayImage Seven { get; } = PictureFile.Read(Path("seven.png"));

    /// <summary>How far a picture is from <see cref="Seven"/>: the mean difference of a pixel, in shades.</summary>
    public static double DifferenceFromSeven(GrayImage picture)
    {
        (picture.Width, picture.Height).ShouldBe((Seven.Width, Seven.Height));
        return DigitImages.MeanDifference(picture.Pixels, Seven.Pixels);
    }

    /// <summary>A file of a format, encoded by Skia.</summary>
    public static byte[] Encode(GrayImage picture, SKEncodedImageFormat format, int quality = 90)
    {
        using var bitmap = new SKBitmap(picture.Width, picture.Height, SKColorType.Rgba8888, SKAlphaType.Opaque);
        for (var row = 0; row < picture.Height; row++)
        {
            for (var column = 0; column < picture.Width; column++)
            {
                var shade = picture[row, column];
                bitmap.SetPixel(column, row, new SKColor(shade, shade, shade));
            }
        }

        using var data = bitmap.Encode(format, quality);
        return data.ToArray();
    }

    public static byte[] EncodePng(GrayImage picture)
    {
        using var stream = new MemoryStream();
        Png.WriteGray(stream, picture.Width, picture.Height, picture.Pixels);
        return stream.ToArray();
    }

    /// <summary>An uncompressed 24-bit BMP file, its rows from the bottom up.</summary>
    public static byte[] EncodeBmp(GrayImage picture)
    {
        var stride = (3 * picture.Width + 3) / 4 * 4;
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        writer.Write("BM"u8);
        foreach (var field in (int[])[54 + (stride * picture.Height), 0, 54, 40, picture.Width, picture.Height])
            writer.Write(field);
        writer.Write((short)1);
        writer.Write((short)24);
        foreach (var field in (int[])[0, stride * picture.Height, 2835, 2835, 0, 0])
            writer.Write(field);
        var line = new byte[stride];
        for (var row = picture.Height - 1; row >= 0; row--)
        {
            for (var column = 0; column < picture.Width; column++)
                line.AsSpan(3 * column, 3).Fill(picture[row, column]);
            writer.Write(line);
        }

        return stream.ToArray();
    }
}
