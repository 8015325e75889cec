namespace Inkling.Pictures.Tests.Preparation;

/// <summary>Pictures of a digit on paper.</summary>
internal static class Pages
{
    /// <summary>A digit image enlarged by linear interpolation and put on white paper, its top left corner at a place.</summary>
    public static GrayImage Page(byte[] image, int enlarged, int width, int height, int left, int top)
    {
        var page = new byte[width * height];
        Array.Fill(page, (byte)255);
        for (var row = 0; row < 28 * enlarged; row++)
        {
            for (var column = 0; column < 28 * enlarged; column++)
                page[((top + row) * width) + left + column] =
                    (byte)(255 - Math.Round(Sample(image, (row + 0.5) / enlarged, (column + 0.5) / enlarged)));
        }

        return new GrayImage(width, height, page);
    }

    /// <summary>The same picture, each shade replaced.</summary>
    public static GrayImage With(this GrayImage picture, Func<int, int, byte, double> shade)
    {
        var pixels = new byte[picture.Pixels.Length];
        for (var i = 0; i < pixels.Length; i++)
            pixels[i] = (byte)Math.Clamp(shade(i / picture.Width, i % picture.Width, picture.Pixels[i]), 0, 255);
        return new GrayImage(picture.Width, picture.Height, pixels);
    }

    private static double Sample(byte[] image, double row, double column)
    {
        var (y, x) = (Math.Clamp(row - 0.5, 0, 27), Math.Clamp(column - 0.5, 0, 27));
        var (y0, x0) = ((int)y, (int)x);
        var (y1, x1) = (Math.Min(27, y0 + 1), Math.Min(27, x0 + 1));
        var above = double.Lerp(image[(y0 * 28) + x0], image[(y0 * 28) + x1], x - x0);
        var below = double.Lerp(image[(y1 * 28) + x0], image[(y1 * 28) + x1], x - x0);
        return double.Lerp(above, below, y - y0);
    }
}
