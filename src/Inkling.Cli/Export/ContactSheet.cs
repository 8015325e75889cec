using Inkling.Data;
using Inkling.Formats;
using Inkling.Pictures;

namespace Inkling.Cli.Export;

/// <summary>Many images in one picture: a row for each class, dark ink on white.</summary>
internal static class ContactSheet
{
    private const int Gap = 4;

    /// <summary>The first images of each class.</summary>
    /// <param name="images">The set.</param>
    /// <param name="perClass">Images in a row; places stay white where there are not that many.</param>
    public static GrayImage Draw(ImageDataset images, int perClass = 20)
    {
        var classes = images.ClassNames.Count;
        var width = (perClass * (images.Columns + Gap)) + Gap;
        var height = (classes * (images.Rows + Gap)) + Gap;
        var pixels = new byte[width * height];
        Array.Fill(pixels, byte.MaxValue);
        var used = new int[classes];
        for (var i = 0; i < images.Count; i++)
        {
            var label = images.Labels[i];
            if (used[label] == perClass)
                continue;
            var left = Gap + (used[label]++ * (images.Columns + Gap));
            var top = Gap + (label * (images.Rows + Gap));
            for (var row = 0; row < images.Rows; row++)
            {
                for (var column = 0; column < images.Columns; column++)
                    pixels[((top + row) * width) + left + column] = (byte)(255 - images.Image(i)[(row * images.Columns) + column]);
            }
        }

        return new GrayImage(width, height, pixels);
    }

    /// <summary>Draws and writes a PNG file, whole or not at all.</summary>
    public static void Write(ImageDataset images, string path)
    {
        var sheet = Draw(images);
        ErrorHandling.Naming(path, () => AtomicFile.Write(path, stream => Png.WriteGray(stream, sheet.Width, sheet.Height, sheet.Pixels)));
    }
}
