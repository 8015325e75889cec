namespace Inkling.Data;

/// <summary>A data set whose items are in two tensors.</summary>
public sealed class TensorDataset : Dataset
{
    private readonly Tensor _inputs;
    private readonly Tensor _labels;

    /// <summary>Creates a data set of the items along the first dimension of both tensors.</summary>
    /// <param name="inputs">The inputs, [N, ...].</param>
    /// <param name="labels">The labels, [N] or [N, ...].</param>
    /// <exception cref="ArgumentException">The counts differ.</exception>
    public TensorDataset(Tensor inputs, Tensor labels)
    {
        if (inputs.Rank == 0 || labels.Rank == 0 || inputs.Shape[0] != labels.Shape[0])
            throw new ArgumentException(
                $"TensorDataset: inputs are {inputs.Shape} and labels {labels.Shape}, expected the same number of items", nameof(labels));
        (_inputs, _labels) = (inputs, labels);
    }

    /// <inheritdoc/>
    public override int Count => _inputs.Shape[0];

    /// <inheritdoc/>
    public override Shape ItemShape => _inputs.Shape.Without(0);

    /// <inheritdoc/>
    public override Shape LabelShape => _labels.Shape.Without(0);

    /// <inheritdoc/>
    public override void Fill(ReadOnlySpan<int> indices, Span<float> inputs, Span<float> labels)
    {
        Copy(_inputs.Span, ItemShape.Length, indices, inputs);
        Copy(_labels.Span, LabelShape.Length, indices, labels);
    }

    private static void Copy(ReadOnlySpan<float> source, int size, ReadOnlySpan<int> indices, Span<float> target)
    {
        for (var i = 0; i < indices.Length; i++)
            source.Slice(indices[i] * size, size).CopyTo(target[(i * size)..]);
    }
}
