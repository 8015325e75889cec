namespace Inkling.Pictures;

/// <summary>
/// Subtracts the part of the background that changes slowly across the picture: soft shadows, vignettes, yellowed corners. It is a
/// morphological opening of the ink (Serra, Image Analysis and Mathematical Morphology, 1982, chapter II) with a window wider than any
/// stroke, on a coarse grid.
/// </summary>
internal static class BackgroundSubtraction
{
    private const int GridSize = 48;

    /// <summary>
    /// Subtracts the slowly changing part, but never more than <paramref name="limit"/>: beyond that it is a very thick stroke.
    /// </summary>
    /// <param name="ink">[height, width] in grey levels, changed in place.</param>
    /// <param name="width">The number of columns.</param>
    /// <param name="height">The number of rows.</param>
    /// <param name="limit">The most that is subtracted from a pixel, in grey levels.</param>
    public static void Subtract(float[] ink, int width, int height, float limit)
    {
        var cell = (Math.Max(width, height) + GridSize - 1) / GridSize;
        var columns = (width + cell - 1) / cell;
        var rows = (height + cell - 1) / cell;
        var grid = CellMeans(ink, width, height, cell, rows, columns);
        var reach = Math.Max(1, Math.Max(rows, columns) / 5);
        grid = SlidingWindow(grid, rows, columns, reach, float.Min, float.PositiveInfinity);
        grid = SlidingWindow(grid, rows, columns, reach, float.Max, float.NegativeInfinity);
        grid = Smooth(grid, rows, columns);

        for (var row = 0; row < height; row++)
        {
            var y = Math.Clamp(((row + 0.5f) / cell) - 0.5f, 0, rows - 1);
            var (y0, y1) = ((int)y, Math.Min((int)y + 1, rows - 1));
            for (var column = 0; column < width; column++)
            {
                var x = Math.Clamp(((column + 0.5f) / cell) - 0.5f, 0, columns - 1);
                var (x0, x1) = ((int)x, Math.Min((int)x + 1, columns - 1));
                var above = Lerp(grid[(y0 * columns) + x0], grid[(y0 * columns) + x1], x - x0);
                var below = Lerp(grid[(y1 * columns) + x0], grid[(y1 * columns) + x1], x - x0);
                ink[(row * width) + column] -= Math.Min(limit, Lerp(above, below, y - y0));
            }
        }
    }

    /// <summary>Interpolates linearly; float.Lerp rounds differently on machines without fused multiply-add.</summary>
    private static float Lerp(float from, float to, float share) => from + ((to - from) * share);

    private static float[] CellMeans(float[] ink, int width, int height, int cell, int rows, int columns)
    {
        var sums = new float[rows * columns];
        var counts = new int[rows * columns];
        for (var i = 0; i < ink.Length; i++)
        {
            var at = ((i / width / cell) * columns) + (i % width / cell);
            sums[at] += ink[i];
            counts[at]++;
        }

        for (var i = 0; i < sums.Length; i++)
            sums[i] /= counts[i];
        return sums;
    }

    /// <summary>Computes the minimum or maximum over a square window, one axis after the other.</summary>
    private static float[] SlidingWindow(float[] grid, int rows, int columns, int reach, Func<float, float, float> pick, float start)
    {
        var along = new float[grid.Length];
        for (var i = 0; i < grid.Length; i++)
        {
            var (row, column) = (i / columns, i % columns);
            var value = start;
            for (var c = Math.Max(0, column - reach); c <= Math.Min(columns - 1, column + reach); c++)
                value = pick(value, grid[(row * columns) + c]);
            along[i] = value;
        }

        var result = new float[grid.Length];
        for (var i = 0; i < grid.Length; i++)
        {
            var (row, column) = (i / columns, i % columns);
            var value = start;
            for (var r = Math.Max(0, row - reach); r <= Math.Min(rows - 1, row + reach); r++)
                value = pick(value, along[(r * columns) + column]);
            result[i] = value;
        }

        return result;
    }

    private static float[] Smooth(float[] grid, int rows, int columns)
    {
        var result = new float[grid.Length];
        for (var i = 0; i < grid.Length; i++)
        {
            var (row, column) = (i / columns, i % columns);
            var (sum, count) = (0f, 0);
            for (var r = Math.Max(0, row - 1); r <= Math.Min(rows - 1, row + 1); r++)
            {
                for (var c = Math.Max(0, column - 1); c <= Math.Min(columns - 1, column + 1); c++, count++)
                    sum += grid[(r * columns) + c];
            }

            result[i] = sum / count;
        }

        return result;
    }
}
