namespace Inkling.Nn;

/// <summary>
/// A table of vectors, one for each index, as <c>torch.nn.Embedding</c>. Shapes: indices [...] to [..., dimension].
/// </summary>
public sealed class Embedding : Module
{
    /// <summary>Creates a layer with PyTorch's initial values: weights from the standard normal distribution.</summary>
    /// <param name="count">The number of vectors, at least 1.</param>
    /// <param name="dimension">The size of a vector, at least 1.</param>
    /// <param name="random">The random stream of the initial values; <see cref="Randomness.Default"/> when null.</param>
    public Embedding(int count, int dimension, RandomStream? random = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(dimension);
        Weight = RegisterParameter("weight", Initialization.Normal([count, dimension], random));
    }

    /// <summary>Gets the vectors: [count, dimension].</summary>
    public Tensor Weight { get; }

    /// <inheritdoc/>
    protected override bool RetainsTensors => false;

    /// <inheritdoc/>
    /// <exception cref="ArgumentOutOfRangeException">An input is not an index of a vector.</exception>
    protected override Tensor ForwardCore(Tensor input)
    {
        var vectors = Weight.IndexSelect(0, input.Reshape(input.Length));
        Span<int> sizes = stackalloc int[input.Rank + 1];
        for (var i = 0; i < input.Rank; i++)
            sizes[i] = input.Shape[i];
        sizes[^1] = Weight.Shape[1];
        return vectors.Reshape(sizes);
    }

    /// <summary>"Embedding(1000, 64)".</summary>
    public override string ToString() => $"Embedding({Weight.Shape[0]}, {Weight.Shape[1]})";
}
