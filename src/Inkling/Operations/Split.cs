namespace Inkling;

public readonly partial struct Tensor
{
    /// <summary>
    /// Splits a dimension into parts of a size: [..., n, ...] to ceil(n / size) tensors [..., size, ...], the last of which may be smaller.
    /// </summary>
    /// <remarks>Parts of the first dimension are views, those of another one copies.</remarks>
    /// <param name="size">The size of a part, at least 1.</param>
    /// <param name="dim">The dimension; negative ones count from the last.</param>
    /// <exception cref="ArgumentOutOfRangeException">The size is below 1, or there is no such dimension.</exception>
    public Tensor[] Split(int size, int dim = 0)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 1);
        var at = Shape.Dimension(dim);
        var parts = new Tensor[Math.Max(1, (Shape[at] + size - 1) / size)];
        for (var i = 0; i < parts.Length; i++)
            parts[i] = Narrow(at, i * size, Math.Min(size, Shape[at] - (i * size)));
        return parts;
    }

    /// <summary>Splits a dimension into parts of the given sizes; see <see cref="Split(int, int)"/>.</summary>
    /// <param name="sizes">The sizes of the parts, which add up to that of the dimension.</param>
    /// <param name="dim">The dimension; negative ones count from the last.</param>
    /// <exception cref="ArgumentException">The sizes do not add up.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such dimension.</exception>
    public Tensor[] Split(ReadOnlySpan<int> sizes, int dim = 0)
    {
        var at = Shape.Dimension(dim);
        var parts = new Tensor[sizes.Length];
        var start = 0;
        for (var i = 0; i < parts.Length; start += sizes[i], i++)
            parts[i] = sizes[i] >= 0 && sizes[i] <= Shape[at] - start ? Narrow(at, start, sizes[i]) : throw DoNotAddUp(sizes, at);
        return start == Shape[at] ? parts : throw DoNotAddUp(sizes, at);
    }

    /// <summary>
    /// Splits a dimension into at most <paramref name="chunks"/> parts of equal size, the last of which may be smaller; see
    /// <see cref="Split(int, int)"/>.
    /// </summary>
    /// <param name="chunks">How many parts, at least 1.</param>
    /// <param name="dim">The dimension; negative ones count from the last.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number is below 1, or there is no such dimension.</exception>
    public Tensor[] Chunk(int chunks, int dim = 0)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(chunks, 1);
        return Split(Math.Max(1, (Shape[dim] + chunks - 1) / chunks), dim);
    }

    /// <summary>The <paramref name="count"/> items of a dimension from <paramref name="start"/> on.</summary>
    private Tensor Narrow(int dimension, int start, int count)
    {
        Span<TensorIndex> indices = stackalloc TensorIndex[dimension + 1];
        indices.Fill(Range.All);
        indices[dimension] = start..(start + count);
        return this[indices];
    }

    private ArgumentException DoNotAddUp(ReadOnlySpan<int> sizes, int dimension) => new(
        $"Split: sizes [{string.Join(", ", sizes.ToArray())}] do not add up to dimension {dimension} of {Shape}", nameof(sizes));
}
