using Inkling.Figures.Drawing;

namespace Inkling.Figures.Images;

/// <summary>What one layer gave for one image: a vector, or maps in rows and columns.</summary>
public sealed class LayerActivations
{
    /// <summary>Values of a vector that are drawn; of more, the first.</summary>
    public const int MaxValues = 1024;

    /// <summary>Maps that are drawn; of more, the first.</summary>
    public const int MaxMaps = 16;

    // A vector stands in lines of at most this many.
    private const int Line = 64;

    /// <summary>The values of a layer.</summary>
    /// <param name="name">What the layer is called.</param>
    /// <param name="values">[n] values, or [channels, rows, columns].</param>
    /// <param name="shape">Their shape for one image: one length, or three. Other shapes are drawn as a vector.</param>
    /// <exception cref="ArgumentException">The counts do not fit together.</exception>
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
        IsMaps = shape.Length == 3 && shape[1] * shape[2] > 1;
        Shape = string.Join(" × ", shape.ToArray());
        // A copy of all of them: the scale and the range are the whole layer's.
        All = new Raster(values, 1, values.Length);
        var pieces = new List<Raster>();
        if (IsMaps)
        {
            var size = shape[1] * shape[2];
            for (var map = 0; map < Math.Min(shape[0], MaxMaps); map++)
                pieces.Add(new Raster(values.Slice(map * size, size), shape[1], shape[2]));
        }
        else
        {
            var drawn = Math.Min(values.Length, MaxValues);
            var lines = (drawn + Line - 1) / Line;
            var perLine = (drawn + lines - 1) / lines;
            for (var start = 0; start < drawn; start += perLine)
            {
                var length = Math.Min(perLine, drawn - start);
                pieces.Add(new Raster(values.Slice(start, length), 1, length));
            }
        }

        Pieces = pieces;
    }

    /// <summary>What the layer is called.</summary>
    public string Name { get; }

    /// <summary>How many values it gave.</summary>
    public int Count { get; }

    /// <summary>Whether it gave maps and not a vector.</summary>
    internal bool IsMaps { get; }

    internal string Shape { get; }

    internal Raster All { get; }

    /// <summary>The maps that are drawn, or the lines of the vector: all as long as the first but for the last.</summary>
    internal IReadOnlyList<Raster> Pieces { get; }

    /// <summary>What stands above it besides its name: its shape, its range, and how many are shown if not all are.</summary>
    internal string Detail
    {
        get
        {
            var finite = All.Values.ToArray().Where(float.IsFinite).ToList();
            var range = finite.Count == 0 ? "no numbers" : $"{NumberFormat.Signed(finite.Min())} to {NumberFormat.Signed(finite.Max())}";
            var drawn = Pieces.Sum(piece => piece.Values.Length);
            return $"{Shape}: {range}" + (drawn == Count ? "" : $", {(IsMaps ? Pieces.Count : drawn)} shown");
        }
    }
}
