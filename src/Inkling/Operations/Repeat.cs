using System.Buffers;

namespace Inkling;

public readonly partial struct Tensor
{
    /// <summary>Copies with whole dimensions repeated, [a, b] and the numbers 2, 3 to [2 a, 3 b].</summary>
    /// <param name="sizes">How often each dimension is repeated; more numbers than dimensions put new ones in front.</param>
    /// <exception cref="ArgumentException">There are fewer numbers than dimensions, or a negative one.</exception>
    public Tensor Repeat(params ReadOnlySpan<int> sizes)
    {
        if (sizes.Length < Rank)
            throw new ArgumentException($"Repeat: {sizes.Length} numbers for a tensor of shape {Shape}", nameof(sizes));
        var result = this;
        while (result.Rank < sizes.Length)
            result = result.Unsqueeze(0).Replacing(result, this);
        var isCopy = false;
        for (var i = 0; i < sizes.Length; i++)
        {
            if (sizes[i] == 1)
                continue;
            result = result.SelectCyclic(i, first: 0, step: 1, count: sizes[i] * result.Shape[i]).Replacing(result, this);
            isCopy = true;
        }

        return isCopy ? result : result.Expand(result.Shape).Replacing(result, this);
    }

    /// <summary>Copies with the items of dimensions in reverse order, [...] to [...].</summary>
    /// <param name="dims">The dimensions; negative ones count from the last.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such dimension.</exception>
    public Tensor Flip(params ReadOnlySpan<int> dims)
    {
        var result = this;
        foreach (var dim in dims)
            result = result.SelectCyclic(dim, first: Shape[dim] - 1, step: -1, count: Shape[dim]).Replacing(result, this);
        return dims.IsEmpty ? Expand(Shape) : result;
    }

    /// <summary>
    /// Moves the items of a dimension by <paramref name="shift"/> places, [...] to [...]; those that leave at one end enter at the other.
    /// </summary>
    /// <param name="shift">The number of places; negative to the front.</param>
    /// <param name="dim">The dimension; negative ones count from the last.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such dimension.</exception>
    public Tensor Roll(int shift, int dim) => SelectCyclic(dim, first: -shift, step: 1, count: Shape[dim]);

    /// <summary>The items first, first + step, ... of a dimension, each modulo its size.</summary>
    private Tensor SelectCyclic(int dim, int first, int step, int count)
    {
        var size = Shape[dim];
        var index = ArrayPool<int>.Shared.Rent(Math.Max(0, count));
        for (var i = 0; i < count; i++)
            index[i] = (int)(((first + ((long)i * step)) % size + size) % size);
        var result = IndexSelect(dim, index.AsSpan(0, count));
        ArrayPool<int>.Shared.Return(index);
        return result;
    }
}
