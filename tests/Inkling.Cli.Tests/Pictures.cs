using Inkling.Data;
using Inkling.Formats;

namespace Inkling.Cli.Tests;

/// <summary>Picture files.</summary>
internal static class Pictures
{
    /// <summary>A digit as a scan would have it: dark on light, larger than 28x28.</summary>
    public static byte[] Scan(int digit, int scale = 4)
    {
        var field = Handwriting.Draw(digit, RandomStream.ForItem(11, (ulong)digit));
        var side = 28 * scale;
        var pixels = new byte[side * side];
        for (var i = 0; i < pixels.Length; i++)
            pixels[i] = (byte)(250 - (field[(i / side / scale * 28) + (i % side / scale)] * 230 / 255));
        return Png(side, pixels);
    }

    public static byte[] Blank() => Png(30, [.. Enumerable.Repeat((byte)255, 900)]);

    private static byte[] Png(int side, byte[] pixels)
    {
        using var stream = new MemoryStream();
        Formats.Png.WriteGray(stream, side, side, pixels);
        return stream.ToArray();
    }
}
