namespace Inkling.Formats;

/// <summary>
/// The distinct colours of a picture, numbered: those that are not opaque first, so that their list of alphas stays short.
/// </summary>
internal sealed class PngPalette
{
    private const int MaxColors = 256;

    private readonly Dictionary<uint, int> _indices = [];

    private PngPalette(List<uint> colors)
    {
        Colors = new byte[3 * colors.Count];
        Alphas = new byte[colors.Count(color => Alpha(color) < 255)];
        BitDepth = colors.Count switch { <= 2 => 1, <= 4 => 2, <= 16 => 4, _ => 8 };
        for (var i = 0; i < colors.Count; i++)
        {
            _indices[colors[i]] = i;
            Colors[3 * i] = (byte)(colors[i] >> 16);
            Colors[(3 * i) + 1] = (byte)(colors[i] >> 8);
            Colors[(3 * i) + 2] = (byte)colors[i];
            if (i < Alphas.Length)
                Alphas[i] = (byte)Alpha(colors[i]);
        }
    }

    /// <summary>Gets red, green and blue of each colour, [colours, 3] bytes.</summary>
    public byte[] Colors { get; }

    /// <summary>Gets the alpha of the colours that are not opaque, which come first.</summary>
    public byte[] Alphas { get; }

    /// <summary>Gets the bits of an index: the fewest that number the colours, of 1, 2, 4 and 8.</summary>
    public int BitDepth { get; }

    /// <summary>Collects the colours of a picture.</summary>
    /// <exception cref="ArgumentException">There are more than 256 colours.</exception>
    public static PngPalette Of(PngImage image)
    {
        var colors = new HashSet<uint>();
        for (var y = 0; y < image.Height; y++)
        {
            for (var x = 0; x < image.Width; x++)
            {
                if (colors.Add(ColorAt(image, y, x)) && colors.Count > MaxColors)
                    throw new ArgumentException($"Png.Write: more than {MaxColors} colours do not fit a palette", nameof(image));
            }
        }

        return new PngPalette([.. colors.Order()]);
    }

    /// <summary>Gets the number of a pixel's colour.</summary>
    public int IndexOf(PngImage image, int y, int x) => _indices[ColorAt(image, y, x)];

    /// <summary>Packs alpha, red, green and blue, from the high byte down: in numeric order opaque colours come last.</summary>
    private static uint ColorAt(PngImage image, int y, int x)
    {
        var (green, blue) = image.Channels <= 2 ? (0, 0) : (1, 2);
        uint alpha = image.Channels is 2 or 4 ? image[y, x, image.Channels - 1] : byte.MaxValue;
        return (alpha << 24) | ((uint)image[y, x, 0] << 16) | ((uint)image[y, x, green] << 8) | image[y, x, blue];
    }

    private static int Alpha(uint color) => (int)(color >> 24);
}
