namespace Inkling.Lab.Reading;

/// <summary>A small form of a picture, for the screen.</summary>
/// <param name="Columns">The number of columns.</param>
/// <param name="Rows">The number of rows.</param>
/// <param name="Levels">[rows, columns], 0 for black to 255 for white.</param>
internal sealed record Thumbnail(int Columns, int Rows, byte[] Levels)
{
    /// <summary>The most rows and columns.</summary>
    public const int MaximumSide = 160;

    /// <summary>Reduces a picture by a whole number, so that it fits; each pixel is the mean of a square.</summary>
    /// <typeparam name="T">The type of a value.</typeparam>
    /// <param name="values">[height, width].</param>
    /// <param name="width">The number of columns.</param>
    /// <param name="height">The number of rows.</param>
    /// <param name="level">The grey level of a value, clamped to 0 to 255.</param>
    public static Thumbnail Of<T>(ReadOnlySpan<T> values, int width, int height, Func<T, float> level)
    {
        var factor = (Math.Max(width, height) + MaximumSide - 1) / MaximumSide;
        var (columns, rows) = ((width + factor - 1) / factor, (height + factor - 1) / factor);
        var levels = new byte[columns * rows];
        if (factor == 1)
        {
            for (var i = 0; i < levels.Length; i++)
                levels[i] = LevelOf(level(values[i]));
            return new Thumbnail(columns, rows, levels);
        }

        for (var row = 0; row < rows; row++)
        {
            for (var column = 0; column < columns; column++)
            {
                var (sum, count) = (0f, 0);
                for (var y = row * factor; y < Math.Min(height, (row + 1) * factor); y++)
                {
                    for (var x = column * factor; x < Math.Min(width, (column + 1) * factor); x++, count++)
                        sum += level(values[(y * width) + x]);
                }

                levels[(row * columns) + column] = LevelOf(sum / count);
            }
        }

        return new Thumbnail(columns, rows, levels);
    }

    /// <inheritdoc cref="Of{T}(ReadOnlySpan{T}, int, int, Func{T, float})"/>
    public static Thumbnail Of<T>(T[] values, int width, int height, Func<T, float> level) =>
        Of((ReadOnlySpan<T>)values, width, height, level);

    private static byte LevelOf(float value) => (byte)(Math.Clamp(value, 0, 255) + 0.5f);
}
