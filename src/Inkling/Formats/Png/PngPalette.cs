namespace Inkling.Formats;

/// <summary>
/// The different colours of a picture, numbered for a palette: those that are not opaque first, so that tRNS stays short.
/// </summary>
internal sealed class PngPalette
{
    private const int MaxColors = 256;

    private readonly Dictionary<uint, int> _indices = [];

    private PngPalette(List<uint> colors)
    {
        Colors = new byte[3 * colors.Count];
        Alphas = new byte[colors.Count(color => Alpha(color) < 255)];
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

    /// <summary>Red, green and blue of each colour.</summary>
    public byte[] Colors { get; }

    /// <summary>The alpha of the colours that are not opaque, which come first.</summary>
    public byte[] Alphas { get; }

    public int Count => Colors.Length / 3;

    /// <summary>The fewest bits that number the colours.</summary>
    public int SmallestDepth => Count <= 2 ? 1 : Count <= 4 ? 2 : Count <= 16 ? 4 : 8;

    /// <exception cref="ArgumentException">The picture has 16 bits or more than 256 colours.</exception>
    public static PngPalette Of(PngImage image)
    {
        if (image.BitDepth != 8)
            throw new ArgumentException($"Png.Write: a palette holds 8-bit colours, the picture has {image.BitDepth} bits", nameof(image));
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

    public int IndexOf(PngImage image, int y, int x) => _indices[ColorAt(image, y, x)];

    /// <summary>Alpha, red, green, blue, from the high byte down: in numeric order opaque colours come last.</summary>
    private static uint ColorAt(PngImage image, int y, int x)
    {
        var isGray = image.Channels <= 2;
        var alpha = image.Channels is 2 or 4 ? image[y, x, image.Channels - 1] : 255;
        var red = image[y, x, 0];
        return ((uint)alpha << 24) | ((uint)red << 16) | ((uint)image[y, x, isGray ? 0 : 1] << 8) | (uint)image[y, x, isGray ? 0 : 2];
    }

    private static int Alpha(uint color) => (int)(color >> 24);
}
