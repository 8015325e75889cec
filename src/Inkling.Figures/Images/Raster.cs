using Inkling.Data;

namespace Inkling.Figures.Images;

/// <summary>Numbers in rows and columns: the ink of an image from 0 (paper) to 1 (ink), or signed values such as weights.</summary>
public sealed class Raster
{
    private readonly float[] _values;

    /// <summary>Copies the numbers.</summary>
    /// <param name="values">[rows, columns] numbers; those that are not numbers are drawn in a colour of their own.</param>
    /// <param name="rows">Rows, at least 1.</param>
    /// <param name="columns">Columns, at least 1.</param>
    /// <exception cref="ArgumentException">The counts do not fit together.</exception>
    public Raster(ReadOnlySpan<float> values, int rows, int columns)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(rows);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(columns);
        if (values.Length != (long)rows * columns)
            throw new ArgumentException($"Raster: {values.Length} numbers given, expected {rows} x {columns}", nameof(values));
        (_values, Rows, Columns) = (values.ToArray(), rows, columns);
    }

    /// <summary>Rows.</summary>
    public int Rows { get; }

    /// <summary>Columns.</summary>
    public int Columns { get; }

    /// <summary>[Rows, Columns] numbers.</summary>
    public ReadOnlySpan<float> Values => _values;

    /// <summary>The number at a place.</summary>
    public float this[int row, int column] => _values[(row * Columns) + column];

    /// <summary>The largest magnitude of the numbers that are finite; 0 where there is none.</summary>
    internal float Largest => _values.Where(float.IsFinite).Select(MathF.Abs).DefaultIfEmpty().Max();

    /// <summary>How many are not numbers.</summary>
    internal int NotNumbers => _values.Count(float.IsNaN);

    /// <summary>The ink of bytes: 0 is paper, 255 is full ink.</summary>
    /// <param name="pixels">[rows, columns] bytes.</param>
    /// <param name="rows">Rows, at least 1.</param>
    /// <param name="columns">Columns, at least 1.</param>
    /// <exception cref="ArgumentException">The counts do not fit together.</exception>
    public static Raster OfBytes(ReadOnlySpan<byte> pixels, int rows, int columns)
    {
        var ink = new float[pixels.Length];
        for (var i = 0; i < ink.Length; i++)
            ink[i] = pixels[i] / 255f;
        return new Raster(ink, rows, columns);
    }

    /// <summary>An image of a data set.</summary>
    /// <param name="set">The data set.</param>
    /// <param name="index">Which image, from 0.</param>
    public static Raster Of(ImageDataset set, int index) => OfBytes(set.Image(index), set.Rows, set.Columns);
}
