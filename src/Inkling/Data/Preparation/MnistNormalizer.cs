using System.Buffers;

namespace Inkling.Data;

/// <summary>
/// The last step of the preparation, shared by pictures and by the handwriting generator: ink of any size to the 28x28 field of MNIST.
/// </summary>
/// <remarks>
/// The rule is that of the MNIST page (LeCun, Cortes and Burges): "size normalized to fit in a 20x20 pixel box while preserving their
/// aspect
/// ratio", grey levels from antialiasing, and "centered in a 28x28 image by computing the center of mass of the pixels". In the 70,000
/// images
/// that point lies at row 14, column 14 to within half a pixel: the box is moved by whole pixels and never resampled a second time.
/// </remarks>
internal static class MnistNormalizer
{
    /// <summary>Rows and columns of the field.</summary>
    public const int Size = 28;

    /// <summary>The longer side of the ink's bounding box.</summary>
    public const int BoxSize = 20;

    /// <summary>Row and column of the centre of mass.</summary>
    public const int Center = 14;

    /// <summary>Scales and centres ink.</summary>
    /// <param name="ink">[height, width], 0 for bare paper to 1 for full ink; bare paper is exactly 0.</param>
    /// <param name="width">Columns of <paramref name="ink"/>.</param>
    /// <param name="height">Rows of <paramref name="ink"/>.</param>
    /// <param name="field">[28, 28], overwritten.</param>
    /// <returns>False, and an empty field, when there is no ink at all.</returns>
    public static bool Place(ReadOnlySpan<float> ink, int width, int height, Span<byte> field)
    {
        field.Clear();
        if (!InkBox.TryFind(ink, width, height, out var box))
            return false;

        var step = Math.Max(box.Width, box.Height) / (double)BoxSize;
        var columns = ResampledLength(box.Width, step);
        var rows = ResampledLength(box.Height, step);
        Span<float> scaled = stackalloc float[BoxSize * BoxSize];
        scaled = scaled[..(rows * columns)];
        Resample(ink, width, box, step, rows, columns, scaled);

        // A line thinner than a pixel of the field covers it only in part; the peak is brought back to full ink so that it survives.
        var peak = 0f;
        foreach (var value in scaled)
            peak = Math.Max(peak, value);
        if (!(peak > 0))
            return false;

        var gain = 255f / peak;
        double mass = 0, rowMoment = 0, columnMoment = 0;
        for (var i = 0; i < scaled.Length; i++)
        {
            var value = MathF.Round(scaled[i] * gain);
            scaled[i] = value;
            mass += value;
            rowMoment += value * (i / columns);
            columnMoment += value * (i % columns);
        }

        var top = Offset(rowMoment / mass, rows);
        var left = Offset(columnMoment / mass, columns);
        for (var row = 0; row < rows; row++)
        {
            for (var column = 0; column < columns; column++)
                field[((top + row) * Size) + left + column] = (byte)scaled[(row * columns) + column];
        }

        return true;
    }

    /// <summary>
    /// Whether a 28x28 field already is what <see cref="Place"/> makes: ink on black within a box whose longer side is 19 or 20 pixels,
    /// centre
    /// of mass within a pixel of the middle.
    /// </summary>
    public static bool IsPlaced(ReadOnlySpan<byte> field)
    {
        Span<float> ink = stackalloc float[Size * Size];
        double mass = 0, rowMoment = 0, columnMoment = 0;
        var peak = 0;
        for (var i = 0; i < ink.Length; i++)
        {
            ink[i] = field[i];
            peak = Math.Max(peak, field[i]);
            mass += field[i];
            rowMoment += field[i] * (i / Size);
            columnMoment += field[i] * (i % Size);
        }

        return peak >= 192
            && InkBox.TryFind(ink, Size, Size, out var box)
            && Math.Max(box.Width, box.Height) is BoxSize or BoxSize - 1
            && Math.Abs((rowMoment / mass) - Center) <= 1
            && Math.Abs((columnMoment / mass) - Center) <= 1;
    }

    /// <summary>
    /// Where the box starts so that its centre of mass falls nearest to the field's centre. A very lopsided figure is held inside the
    /// field.
    /// </summary>
    private static int Offset(double centerOfMass, int length) =>
        Math.Clamp((int)Math.Round(Center - centerOfMass, MidpointRounding.AwayFromZero), 0, Size - length);

    private static int ResampledLength(int length, double step) => Math.Clamp((int)Math.Ceiling((length / step) - 1e-6), 1, BoxSize);

    private static void Resample(ReadOnlySpan<float> ink, int stride, InkBox box, double step, int rows, int columns, Span<float> target)
    {
        var rented = ArrayPool<float>.Shared.Rent(box.Height * columns);
        var narrow = rented.AsSpan(0, box.Height * columns); // [box.Height, columns]
        var along = new ResamplingAxis(box.Width, columns, step);
        for (var row = 0; row < box.Height; row++)
        {
            var from = ink.Slice(((box.Top + row) * stride) + box.Left, box.Width);
            for (var column = 0; column < columns; column++)
            {
                var sum = 0f;
                var weights = along.Weights(column, out var first);
                for (var i = 0; i < weights.Length; i++)
                    sum += weights[i] * from[first + i];
                narrow[(row * columns) + column] = sum;
            }
        }

        target.Clear();
        var down = new ResamplingAxis(box.Height, rows, step);
        for (var row = 0; row < rows; row++)
        {
            var to = target.Slice(row * columns, columns);
            var weights = down.Weights(row, out var first);
            for (var i = 0; i < weights.Length; i++)
            {
                var from = narrow.Slice((first + i) * columns, columns);
                for (var column = 0; column < columns; column++)
                    to[column] += weights[i] * from[column];
            }
        }

        ArrayPool<float>.Shared.Return(rented);
    }
}
