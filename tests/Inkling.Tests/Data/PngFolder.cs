using Inkling.Data;
using Inkling.Formats;

namespace Inkling.Tests.Data;

/// <summary>Writes small PNG files into a test's folder.</summary>
internal static class PngFolder
{
    /// <summary>A 28x28 picture whose first pixel is <paramref name="mark"/>, on black.</summary>
    public static void WriteMarked(this TemporaryFolder folder, string name, byte mark)
    {
        var pixels = new byte[784];
        pixels[0] = mark;
        folder.Write(name, Encode(new GrayImage(28, 28, pixels)));
    }

    public static byte[] Encode(GrayImage image)
    {
        using var stream = new MemoryStream();
        Png.WriteGray(stream, image);
        return stream.ToArray();
    }

    /// <summary>The first pixel of each image.</summary>
    public static byte[] Marks(this ImageDataset set) => [.. Enumerable.Range(0, set.Count).Select(i => set.Image(i)[0])];
}
