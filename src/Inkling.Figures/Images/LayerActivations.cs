using Inkling.Figures.Drawing;

namespace Inkling.Figures.Images;

/// <summary>The output of one layer for one image: a vector, or feature maps.</summary>
public sealed class LayerActivations
{
    /// <summary>The largest number of values drawn of a vector: the first.</summary>
    public const int MaxValues = 1024;

    /// <summary>The largest number of feature maps drawn: the first.</summary>
    public const int MaxFeatureMaps = 16;

    // The largest number of values of a vector in one line.
    private const int MaxPerLine = 64;

    /// <summary>The output of a layer.</summary>
    /// <param name="name">The name of the layer.</param>
    /// <param name="values">[n], or [channels, rows, columns].</param>
    /// <param name="shape">The shape for one image. Shapes of other ranks than 1 and 3 are drawn as a vector.</param>
    /// <exception cref="ArgumentException">There is no value, or not as many as the shape says.</exception>
    public LayerActivations(string name, ReadOnlySpan<float> values, params ReadOnlySpan<int> shape)
    {
        var expected = 1L;
        foreach (var length in shape)
            expected *= length;
        if (values.Length == 0 || values.Length != expected)
        {
            throw new ArgumentException(
                $"LayerActivations: {name} has {values.Length} values, expected {string.Join(" x ", shape.ToArray())}, at least 1",
                nameof(values));
        }

        Name = name;
        Count = values.Length;
        IsFeatureMaps = shape.Length == 3 && shape[1] * shape[2] > 1;
        Shape = string.Join(" × ", shape.ToArray());
        // All of them, drawn or not: scale and range are those of the whole layer.
        All = new Raster(values, 1, values.Length);
        Pieces = IsFeatureMaps ? FeatureMaps(values, shape) : Lines(values);
    }

    /// <summary>The name of the layer.</summary>
    public string Name { get; }

    /// <summary>The number of values.</summary>
    public int Count { get; }

    /// <summary>Whether the output is feature maps and not a vector.</summary>
    internal bool IsFeatureMaps { get; }

    internal string Shape { get; }

    internal Raster All { get; }

    /// <summary>The feature maps that are drawn, or the lines of the vector: all of the first one's length except the last.</summary>
    internal IReadOnlyList<Raster> Pieces { get; }

    /// <summary>Shape and range, and how many are drawn where not all are.</summary>
    internal string Detail
    {
        get
        {
            var finite = All.Values.ToArray().Where(float.IsFinite).ToList();
            var range = finite.Count == 0
                ? "no finite values"
                : $"{NumberFormat.Signed(finite.Min())} to {NumberFormat.Signed(finite.Max())}";
            var drawn = Pieces.Sum(piece => piece.Values.Length);
            return $"{Shape}: {range}" + (drawn == Count ? "" : $", {(IsFeatureMaps ? Pieces.Count : drawn)} shown");
        }
    }

    private static List<Raster> FeatureMaps(ReadOnlySpan<float> values, ReadOnlySpan<int> shape)
    {
        var (maps, size) = (new List<Raster>(), shape[1] * shape[2]);
        for (var i = 0; i < Math.Min(shape[0], MaxFeatureMaps); i++)
            maps.Add(new Raster(values.Slice(i * size, size), shape[1], shape[2]));
        return maps;
    }

    private static List<Raster> Lines(ReadOnlySpan<float> values)
    {
        var drawn = Math.Min(values.Length, MaxValues);
        var count = (drawn + MaxPerLine - 1) / MaxPerLine;
        var perLine = (drawn + count - 1) / count;
        var lines = new List<Raster>();
        for (var start = 0; start < drawn; start += perLine)
        {
            var length = Math.Min(perLine, drawn - start);
            lines.Add(new Raster(values.Slice(start, length), 1, length));
        }

        return lines;
    }
}
