namespace Inkling.Data;

/// <summary>Items to learn from, each an input and a label.</summary>
public abstract class Dataset
{
    private DataLoader? _loader;
    private RandomStream? _drawnFrom;

    /// <summary>How many items there are.</summary>
    public abstract int Count { get; }

    /// <summary>The shape of one input, such as [1, 28, 28]: one channel of 28 rows and columns.</summary>
    public abstract Shape ItemShape { get; }

    /// <summary>The shape of one label: [] for a class index.</summary>
    public virtual Shape LabelShape => default;

    /// <summary>
    /// A number that is the same for the same items in the same order, by which a checkpoint tells the data it was made with; 0 where that
    /// is not known.
    /// </summary>
    public virtual ulong ContentHash => 0;

    /// <summary>Writes the items at the given indices, one after the other.</summary>
    /// <param name="indices">Each from 0 to <see cref="Count"/> - 1.</param>
    /// <param name="inputs">[indices.Length, item shape].</param>
    /// <param name="labels">[indices.Length, label shape].</param>
    public abstract void Fill(ReadOnlySpan<int> indices, Span<float> inputs, Span<float> labels);

    /// <summary>The items in batches: <c>foreach (var (images, labels) in train.Batches(64, shuffle: true))</c>.</summary>
    /// <remarks>
    /// Called with the same arguments again, as at the start of each epoch, it goes on with the same loader and a new order, until
    /// <see cref="Randomness.Seed"/> starts everything anew. To save the place in an epoch and come back to it, keep a
    /// <see cref="DataLoader"/>.
    /// </remarks>
    /// <param name="batchSize">Items per batch, at least 1; the last batch holds what is left.</param>
    /// <param name="shuffle">Whether each epoch has its own random order.</param>
    /// <exception cref="ArgumentOutOfRangeException">The batch size is below 1.</exception>
    public DataLoader Batches(int batchSize, bool shuffle = false)
    {
        if (_loader is { Running: false } known && known.BatchSize == batchSize && known.Shuffle == shuffle
            && _drawnFrom is { Superseded: false })
            return known;
        _drawnFrom = Randomness.Default;
        return _loader = new DataLoader(this, batchSize, shuffle);
    }

    /// <summary>All items as one batch, in their order.</summary>
    public Batch All()
    {
        var indices = new int[Count];
        for (var i = 0; i < indices.Length; i++)
            indices[i] = i;
        return Take(indices);
    }

    /// <summary>The items at the given indices as one batch.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such item.</exception>
    public Batch Take(ReadOnlySpan<int> indices)
    {
        foreach (var index in indices)
        {
            if ((uint)index >= (uint)Count)
                throw new ArgumentOutOfRangeException(nameof(indices), $"there is no item {index} among {Count}");
        }

        var batch = new Batch(Tensor.Empty(Batched(ItemShape, indices.Length)), Tensor.Empty(Batched(LabelShape, indices.Length)));
        Fill(indices, batch.Inputs.Span, batch.Labels.Span);
        return batch;
    }

    internal static Shape Batched(Shape item, int count)
    {
        Span<int> sizes = stackalloc int[Shape.MaximumRank];
        sizes[0] = count;
        for (var i = 0; i < item.Rank; i++)
            sizes[i + 1] = item[i];
        return new Shape(sizes[..(item.Rank + 1)]);
    }
}

/// <summary>Some items: inputs [N, ...] and labels [N, ...].</summary>
/// <param name="Inputs">The inputs, such as [64, 1, 28, 28].</param>
/// <param name="Labels">The labels, such as [64].</param>
public readonly record struct Batch(Tensor Inputs, Tensor Labels);
