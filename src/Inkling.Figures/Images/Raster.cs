using Inkling.Data;

namespace Inkling.Figures.Images;

/// <summary>Values in rows and columns: the ink of an image from 0 (background) to 1 (ink), or signed values such as weights.</summary>
public sealed class Raster
{
    private readonly float[] _values;

    /// <summary>A copy of values.</summary>
    /// <param name="values">[rows, columns]; NaN is drawn in a colour of its own.</param>
    /// <param name="rows">The number of rows, at least 1.</param>
    /// <param name="columns">The number of columns, at least 1.</param>
    /// <exception cref="ArgumentException">There are not rows * columns values.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There are no rows or no columns.</exception>
    public Raster(ReadOnlySpan<float> values, int rows, int columns)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(rows);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(columns);
        if (values.Length != (long)rows * columns)
            throw new ArgumentException($"Raster: {values.Length} values, expected {rows} x {columns}", nameof(values));
        (_values, Rows, Columns) = (values.ToArray(), rows, columns);
    }

    /// <summary>The number of rows.</summary>
    public int Rows { get; }

    /// <summary>The number of columns.</summary>
    public int Columns { get; }

    /// <summary>The values: [Rows, Columns].</summary>
    public ReadOnlySpan<float> Values => _values;

    /// <summary>The value at a row and a column.</summary>
    public float this[int row, int column] => _values[(row * Columns) + column];

    /// <summary>The largest magnitude of the finite values; 0 where there are none.</summary>
    internal float Largest => _values.Where(float.IsFinite).Select(MathF.Abs).DefaultIfEmpty().Max();

    /// <summary>The number of NaN values.</summary>
    internal int NotNumbers => _values.Count(float.IsNaN);

    /// <summary>The ink of an image of bytes.</summary>
    /// <param name="pixels">[rows, columns], 0 for the background to 255 for full ink.</param>
    /// <param name="rows">The number of rows, at least 1.</param>
    /// <param name="columns">The number of columns, at least 1.</param>
    /// <exception cref="ArgumentException">There are not rows * columns pixels.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There are no rows or no columns.</exception>
    public static Raster OfBytes(ReadOnlySpan<byte> pixels, int rows, int columns)
    {
        var ink = new float[pixels.Length];
        for (var i = 0; i < ink.Length; i++)
            ink[i] = pixels[i] / 255f;
        return new Raster(ink, rows, columns);
    }

    /// <summary>The ink of an image of a data set.</summary>
    /// <param name="set">The data set.</param>
    /// <param name="index">The index of the image.</param>
    public static Raster Of(ImageDataset set, int index) => OfBytes(set.Image(index), set.Rows, set.Columns);
}
