namespace Inkling.Formats;

/// <summary>A decoded picture: samples of 8 or 16 bits, row by row from the top left, the channels of a pixel side by side.</summary>
public sealed class PngImage
{
    /// <summary>Wraps <paramref name="samples"/>, which are not copied.</summary>
    /// <param name="width">Pixels in a row, at least 1.</param>
    /// <param name="height">Rows, at least 1.</param>
    /// <param name="channels">1 grey, 2 grey and alpha, 3 RGB, 4 RGBA.</param>
    /// <param name="bitDepth">8 or 16.</param>
    /// <param name="samples">[height, width, channels] samples: a byte each at 8 bits, two bytes with the high one first at 16
    /// bits.</param>
    /// <exception cref="ArgumentException">A value is out of range or the sizes do not fit together.</exception>
    public PngImage(int width, int height, int channels, int bitDepth, byte[] samples)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(height);
        ArgumentOutOfRangeException.ThrowIfLessThan(channels, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(channels, 4);
        if (bitDepth is not (8 or 16))
            throw new ArgumentOutOfRangeException(nameof(bitDepth), bitDepth, "PngImage: 8 or 16 bits expected");
        if (samples.LongLength != Math.BigMul(width, height) * (channels * bitDepth / 8))
        {
            throw new ArgumentException(
                $"PngImage: {samples.Length} bytes given for {width} x {height} pixels of {channels} channels at {bitDepth} bits",
                nameof(samples));
        }

        (Width, Height, Channels, BitDepth, Samples) = (width, height, channels, bitDepth, samples);
        SourceColor = channels switch { 1 => PngColor.Gray, 2 => PngColor.GrayAlpha, 3 => PngColor.Rgb, _ => PngColor.Rgba };
        SourceBitDepth = bitDepth;
    }

    /// <summary>Pixels in a row.</summary>
    public int Width { get; }

    /// <summary>Rows.</summary>
    public int Height { get; }

    /// <summary>
    /// Samples of a pixel: 1 grey, 2 grey and alpha, 3 RGB, 4 RGBA. A palette is resolved; transparency becomes an alpha channel.
    /// </summary>
    public int Channels { get; }

    /// <summary>8 or 16. Fewer bits are widened to 8 so that the darkest level is 0 and the brightest 255.</summary>
    public int BitDepth { get; }

    /// <summary>[Height, Width, Channels] samples: a byte each at 8 bits, two bytes with the high one first at 16 bits.</summary>
    public byte[] Samples { get; }

    /// <summary>The colour type of the file that the picture was read from; otherwise the one that fits the channels.</summary>
    public PngColor SourceColor { get; internal init; }

    /// <summary>The bits of a sample in the file that the picture was read from, 1 to 16.</summary>
    public int SourceBitDepth { get; internal init; }

    /// <summary>Whether the file that the picture was read from was interlaced.</summary>
    public bool SourceInterlaced { get; internal init; }

    /// <summary>The brightest level: 255 or 65535.</summary>
    public int MaximumLevel => (1 << BitDepth) - 1;

    /// <summary>One sample, 0 to <see cref="MaximumLevel"/>.</summary>
    public int this[int row, int column, int channel]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)row, (uint)Height, nameof(row));
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)column, (uint)Width, nameof(column));
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)channel, (uint)Channels, nameof(channel));
            return Level((((row * Width) + column) * Channels) + channel);
        }
    }

    private int Level(int index) => BitDepth == 8 ? Samples[index] : (Samples[2 * index] << 8) | Samples[(2 * index) + 1];
}
