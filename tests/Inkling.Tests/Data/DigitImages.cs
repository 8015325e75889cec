using Inkling.Data;

namespace Inkling.Tests.Data;

/// <summary>Measures of a 28x28 image.</summary>
internal static class DigitImages
{
    public static (double Row, double Column) CenterOfMass(ReadOnlySpan<byte> image)
    {
        double mass = 0, row = 0, column = 0;
        for (var i = 0; i < image.Length; i++)
        {
            mass += image[i];
            row += image[i] * (i / 28);
            column += image[i] * (i % 28);
        }

        return (row / mass, column / mass);
    }

    /// <summary>
    /// The centre of mass lies at row 14, column 14 to half a pixel, or the ink was held at the image's edge on that axis.
    /// </summary>
    public static void ShouldBeCentred(byte[] image)
    {
        var (row, column) = CenterOfMass(image);
        if (Enumerable.Range(0, 28).All(i => image[i] == 0 && image[(27 * 28) + i] == 0))
            row.ShouldBe(14, 0.5);
        if (Enumerable.Range(0, 28).All(i => image[i * 28] == 0 && image[(i * 28) + 27] == 0))
            column.ShouldBe(14, 0.5);
    }

    public static (int Width, int Height) Box(ReadOnlySpan<byte> image)
    {
        int left = 28, right = -1, top = 28, bottom = -1;
        for (var i = 0; i < image.Length; i++)
        {
            if (image[i] == 0)
                continue;
            (left, right) = (Math.Min(left, i % 28), Math.Max(right, i % 28));
            (top, bottom) = (Math.Min(top, i / 28), Math.Max(bottom, i / 28));
        }

        return (right - left + 1, bottom - top + 1);
    }

    public static byte Peak(ReadOnlySpan<byte> image)
    {
        byte peak = 0;
        foreach (var value in image)
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
}
