namespace Inkling.Formats;

/// <summary>
/// The pixels that one pass over a picture covers: each <see cref="StepX"/>-th column from <see cref="FirstX"/>, and rows likewise.
/// </summary>
internal readonly record struct PngPass(int FirstX, int FirstY, int StepX, int StepY, int Columns, int Rows)
{
    // PNG 3rd edition, section 8.1: the first column, first row, and steps of Adam7's seven passes over each 8 x 8 square.
    private static readonly (int X, int Y, int StepX, int StepY)[] Seven =
        [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)];

    public static PngPass Whole(int width, int height) => new(0, 0, 1, 1, width, height);

    /// <summary>The passes that have pixels: a picture of few columns or rows has none in some.</summary>
    public static IEnumerable<PngPass> Adam7(int width, int height)
    {
        foreach (var (x, y, stepX, stepY) in Seven)
        {
            if (x < width && y < height)
                yield return new PngPass(x, y, stepX, stepY, Count(width, x, stepX), Count(height, y, stepY));
        }
    }

    private static int Count(int size, int first, int step) => (size - first - 1) / step + 1;
}
