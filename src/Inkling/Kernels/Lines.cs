namespace Inkling.Kernels;

/// <summary>The lines of a tensor along a dimension, [outer, n, inner]: there are outer * inner of them, of n elements each.</summary>
internal readonly struct Lines(Shape shape, int dimension)
{
    /// <summary>How many elements a line has.</summary>
    public int Length { get; } = shape[dimension];

    /// <summary>The distance of two elements of a line in memory.</summary>
    public int Stride { get; } = shape.Inner(dimension);

    /// <summary>Where the first element of a line lies.</summary>
    public int Start(int line) => (line / Stride * Length * Stride) + (line % Stride);
}
