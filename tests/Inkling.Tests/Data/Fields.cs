using Inkling.Data;

namespace Inkling.Tests.Data;

/// <summary>What tests ask of a 28x28 field, and pictures to make one from.</summary>
internal static class Fields
{
    public static (double Row, double Column) CenterOfMass(ReadOnlySpan<byte> field)
    {
        double mass = 0, row = 0, column = 0;
        for (var i = 0; i < field.Length; i++)
        {
            mass += field[i];
            row += field[i] * (i / 28);
            column += field[i] * (i % 28);
        }

        return (row / mass, column / mass);
    }

    /// <summary>
    /// The centre of mass lies at row 14, column 14 to half a pixel, or the ink was held at the field's edge on that axis.
    /// </summary>
    public static void ShouldBeCentred(byte[] field)
    {
        var (row, column) = CenterOfMass(field);
        if (Enumerable.Range(0, 28).All(i => field[i] == 0 && field[(27 * 28) + i] == 0))
            row.ShouldBe(14, 0.5);
        if (Enumerable.Range(0, 28).All(i => field[i * 28] == 0 && field[(i * 28) + 27] == 0))
            column.ShouldBe(14, 0.5);
    }

    public static (int Width, int Height) Box(ReadOnlySpan<byte> field)
    {
        int left = 28, right = -1, top = 28, bottom = -1;
        for (var i = 0; i < field.Length; i++)
        {
            if (field[i] == 0)
                continue;
            (left, right) = (Math.Min(left, i % 28), Math.Max(right, i % 28));
            (top, bottom) = (Math.Min(top, i / 28), Math.Max(bottom, i / 28));
        }

        return (right - left + 1, bottom - top + 1);
    }

    public static byte Peak(ReadOnlySpan<byte> field)
    {
        byte peak = 0;
        foreach (var value in field)
            peak = Math.Max(peak, value);
        return peak;
    }

    public static double MeanDifference(ReadOnlySpan<byte> a, ReadOnlySpan<byte> b)
    {
        double sum = 0;
        for (var i = 0; i < a.Length; i++)
            sum += Math.Abs(a[i] - b[i]);
        return sum / a.Length;
    }

    public static byte[] Digit(int digit, ulong item = 0) =>
        Inkling.Data.Handwriting.Draw(digit, RandomStream.ForItem(20, ((ulong)digit * 1000) + item));

    /// <summary>A field enlarged by linear interpolation and put on white paper, its top left corner at a place.</summary>
    public static GrayImage Page(byte[] field, int enlarged, int width, int height, int left, int top)
    {
        var page = new byte[width * height];
        Array.Fill(page, (byte)255);
        for (var row = 0; row < 28 * enlarged; row++)
        {
            for (var column = 0; column < 28 * enlarged; column++)
                page[((top + row) * width) + left + column] =
                    (byte)(255 - Math.Round(Sample(field, (row + 0.5) / enlarged, (column + 0.5) / enlarged)));
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

    private static double Sample(byte[] field, double row, double column)
    {
        var (y, x) = (Math.Clamp(row - 0.5, 0, 27), Math.Clamp(column - 0.5, 0, 27));
        var (y0, x0) = ((int)y, (int)x);
        var (y1, x1) = (Math.Min(27, y0 + 1), Math.Min(27, x0 + 1));
        var above = double.Lerp(field[(y0 * 28) + x0], field[(y0 * 28) + x1], x - x0);
        var below = double.Lerp(field[(y1 * 28) + x0], field[(y1 * 28) + x1], x - x0);
        return double.Lerp(above, below, y - y0);
    }
}
