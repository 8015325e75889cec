namespace Inkling.Formats;

/// <summary>A picture of 8-bit samples, [Height, Width, Channels] row by row from the top left.</summary>
public sealed class PngImage
{
    /// <summary>Wraps <paramref name="samples"/>, which are not copied.</summary>
    /// <param name="width">The number of columns, at least 1.</param>
    /// <param name="height">The number of rows, at least 1.</param>
    /// <param name="channels">1: grey; 2: grey and alpha; 3: RGB; 4: RGBA.</param>
    /// <param name="samples">[height, width, channels] bytes.</param>
    /// <exception cref="ArgumentException">A value is out of range, or the sizes do not fit the samples.</exception>
    public PngImage(int width, int height, int channels, byte[] samples)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(height);
        ArgumentOutOfRangeException.ThrowIfLessThan(channels, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(channels, 4);
        if (samples.LongLength != Math.BigMul(width, height) * channels)
        {
            throw new ArgumentException(
                $"PngImage: {samples.Length} bytes given, expected {width} x {height} pixels of {channels} channels", nameof(samples));
        }

        (Width, Height, Channels, Samples) = (width, height, channels, samples);
    }

    /// <summary>Gets the number of columns.</summary>
    public int Width { get; }

    /// <summary>Gets the number of rows.</summary>
    public int Height { get; }

    /// <summary>Gets the number of samples of a pixel: 1 grey, 2 grey and alpha, 3 RGB, 4 RGBA.</summary>
    public int Channels { get; }

    /// <summary>Gets the samples, [<see cref="Height"/>, <see cref="Width"/>, <see cref="Channels"/>] bytes.</summary>
    public byte[] Samples { get; }

    /// <summary>Gets one sample, 0 to 255.</summary>
    /// <param name="row">The row, from the top.</param>
    /// <param name="column">The column, from the left.</param>
    /// <param name="channel">The channel.</param>
    public byte this[int row, int column, int channel] => Samples[(((row * Width) + column) * Channels) + channel];

    /// <summary>Gets the samples of one row, [Width, Channels] bytes.</summary>
    internal ReadOnlySpan<byte> Row(int row) => Samples.AsSpan(row * Width * Channels, Width * Channels);
}
