using Inkling.Tests.Data;

namespace Inkling.Pictures.Tests;

/// <summary>Writes small PNG files into a test's folder.</summary>
internal static class PictureFolder
{
    /// <summary>A 28x28 picture whose first pixel is <paramref name="mark"/>, on black.</summary>
    public static void WriteMarked(this TemporaryFolder folder, string name, byte mark)
    {
        var pixels = new byte[784];
        pixels[0] = mark;
        folder.Write(name, Samples.EncodePng(new GrayImage(28, 28, pixels)));
    }
}
