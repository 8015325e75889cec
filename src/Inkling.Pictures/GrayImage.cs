namespace Inkling.Pictures;

/// <summary>An image in 256 grey levels, [Height, Width] row by row from the top left; 0 is black and 255 is white.</summary>
public sealed class GrayImage
{
    /// <summary>Wraps <paramref name="pixels"/>, which are not copied.</summary>
    /// <param name="width">The number of columns, at least 1.</param>
    /// <param name="height">The number of rows, at least 1.</param>
    /// <param name="pixels">[height, width] bytes.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is less than 1.</exception>
    /// <exception cref="ArgumentException">There are not height x width pixels.</exception>
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

    /// <summary>Gets the number of columns.</summary>
    public int Width { get; }

    /// <summary>Gets the number of rows.</summary>
    public int Height { get; }

    /// <summary>Gets the grey levels, [<see cref="Height"/>, <see cref="Width"/>] bytes.</summary>
    public byte[] Pixels { get; }

    /// <summary>Gets the grey level of one pixel, 0 to 255.</summary>
    /// <param name="row">The row, from the top.</param>
    /// <param name="column">The column, from the left.</param>
    public byte this[int row, int column] => Pixels[(row * Width) + column];
}
