namespace Inkling.Pictures;

/// <summary>
/// The grey level of the background as a plane over the picture (even light, or light from one side), and whether ink is darker or
/// lighter.
/// </summary>
internal readonly record struct BackgroundPlane(float Level, float RowSlope, float ColumnSlope, bool InkIsDark)
{
    /// <summary>
    /// Fits the plane to the picture's border, where a digit seldom is; the ink is on the side that deviates furthest.
    /// </summary>
    public static BackgroundPlane Fit(ReadOnlySpan<float> levels, int width, int height)
    {
        var plane = FitBorder(levels, width, height);

        // The third moment tells the sides apart: ink is rarer than paper but further from it, a shadow or a gradient is broad and near.
        double skew = 0;
        for (var i = 0; i < levels.Length; i++)
        {
            double difference = plane.At(i / width, i % width) - levels[i];
            skew += difference * difference * difference;
        }

        return plane with { InkIsDark = skew >= 0 };
    }

    /// <summary>Computes how far each pixel lies from the background towards the ink, in grey levels; [height, width].</summary>
    public float[] InkOver(ReadOnlySpan<float> levels, int width, int height)
    {
        var ink = new float[width * height];
        for (var i = 0; i < ink.Length; i++)
        {
            var difference = At(i / width, i % width) - levels[i];
            ink[i] = InkIsDark ? difference : -difference;
        }

        return ink;
    }

    private float At(int row, int column) => Level + (RowSlope * row) + (ColumnSlope * column);

    private static BackgroundPlane FitBorder(ReadOnlySpan<float> levels, int width, int height)
    {
        var thick = Math.Max(1, Math.Min(width, height) / 20);
        var top = Strip(levels, width, 0, 0, thick, width);
        var bottom = Strip(levels, width, height - thick, 0, thick, width);
        var left = Strip(levels, width, 0, 0, height, thick);
        var right = Strip(levels, width, 0, width - thick, height, thick);
        float[] border = [.. top, .. bottom, .. left, .. right];
        var flat = new BackgroundPlane(Median(border), 0, 0, true);

        var rowSlope = (Median(bottom) - Median(top)) / Math.Max(1, height - thick);
        var columnSlope = (Median(right) - Median(left)) / Math.Max(1, width - thick);
        var middle = (Median(top) + Median(bottom) + Median(left) + Median(right)) / 4;
        var tilted = new BackgroundPlane(
            middle - (rowSlope * (height - 1) / 2) - (columnSlope * (width - 1) / 2),
            rowSlope,
            columnSlope,
            true);

        // A digit that fills one edge of a tight crop looks like a slope too, but explains the other edges worse than a flat sheet does.
        return tilted.BorderError(levels, width, height, thick) < 0.5f * flat.BorderError(levels, width, height, thick) ? tilted : flat;
    }

    private float BorderError(ReadOnlySpan<float> levels, int width, int height, int thick)
    {
        var histogram = new GrayLevelHistogram();
        for (var row = 0; row < height; row++)
        {
            var inner = row >= thick && row < height - thick;
            for (var column = 0; column < width; column++)
            {
                if (inner && column == thick && width > 2 * thick)
                    column = width - thick;
                histogram.Add(MathF.Abs(levels[(row * width) + column] - At(row, column)));
            }
        }

        return histogram.Quantile(0.5);
    }

    private static float[] Strip(ReadOnlySpan<float> levels, int width, int top, int left, int rows, int columns)
    {
        var strip = new float[rows * columns];
        for (var row = 0; row < rows; row++)
            levels.Slice(((top + row) * width) + left, columns).CopyTo(strip.AsSpan(row * columns));
        return strip;
    }

    private static float Median(ReadOnlySpan<float> values) => GrayLevelHistogram.Of(values).Quantile(0.5);
}
