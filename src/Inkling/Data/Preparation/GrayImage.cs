namespace Inkling.Data;

/// <summary>A picture in 256 shades of grey, row by row from the top left; 0 is black and 255 is white.</summary>
public sealed class GrayImage
{
    /// <summary>Wraps <paramref name="pixels"/>, which are not copied.</summary>
    /// <param name="width">Pixels in a row, at least 1.</param>
    /// <param name="height">Rows, at least 1.</param>
    /// <param name="pixels"><paramref name="width"/> x <paramref name="height"/> bytes.</param>
    /// <exception cref="ArgumentException">The sizes do not fit together.</exception>
    public GrayImage(int width, int height, byte[] pixels)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(height);
        if (pixels.LongLength != (long)width * height)
            throw new ArgumentException($"GrayImage: {pixels.Length} pixels given, {width} x {height} expected", nameof(pixels));
        Width = width;
        Height = height;
        Pixels = pixels;
    }

    /// <summary>Pixels in a row.</summary>
    public int Width { get; }

    /// <summary>Rows.</summary>
    public int Height { get; }

    /// <summary>The shades, <see cref="Width"/> x <see cref="Height"/> of them.</summary>
    public byte[] Pixels { get; }

    /// <summary>The shade at a place.</summary>
    public byte this[int row, int column] => Pixels[(row * Width) + column];
}
