namespace Inkling.Data;

/// <summary>A data set: items that consist of an input and a label.</summary>
public abstract class Dataset
{
    private DataLoader? _loader;
    private RandomStream? _drawnFrom;

    /// <summary>Gets the number of items.</summary>
    public abstract int Count { get; }

    /// <summary>Gets the shape of one input, such as [1, 28, 28]: one channel of 28 rows and columns.</summary>
    public abstract Shape ItemShape { get; }

    /// <summary>Gets the shape of one label: [] for a class index.</summary>
    public virtual Shape LabelShape => default;

    /// <summary>
    /// Gets a hash of the items in their order, by which a checkpoint recognises the data that it was made with; 0 where there is none.
    /// </summary>
    public virtual ulong ContentHash => 0;

    /// <summary>Copies the items at the given indices.</summary>
    /// <param name="indices">The indices, each 0 to <see cref="Count"/> - 1.</param>
    /// <param name="inputs">[indices.Length, item shape].</param>
    /// <param name="labels">[indices.Length, label shape].</param>
    public abstract void Fill(ReadOnlySpan<int> indices, Span<float> inputs, Span<float> labels);

    /// <summary>
    /// Iterates over the items in mini-batches: <c>foreach (var (images, labels) in train.Batches(64, shuffle: true))</c>.
    /// </summary>
    /// <remarks>
    /// Calls with the same arguments, as at the start of each epoch, return the same loader, which then continues with a new order, until
    /// <see cref="Randomness.Seed"/> restarts the random numbers. To save and restore the state within an epoch, keep a
    /// <see cref="DataLoader"/>.
    /// </remarks>
    /// <param name="batchSize">The number of items in a batch, at least 1; the last batch holds the remainder.</param>
    /// <param name="shuffle">Whether to shuffle the items anew for each epoch.</param>
    /// <exception cref="ArgumentOutOfRangeException">The batch size is less than 1.</exception>
    public DataLoader Batches(int batchSize, bool shuffle = false)
    {
        if (_loader is { Running: false } known && known.BatchSize == batchSize && known.Shuffle == shuffle
            && _drawnFrom is { Superseded: false })
            return known;
        _drawnFrom = Randomness.Default;
        return _loader = new DataLoader(this, batchSize, shuffle);
    }

    /// <summary>Gets all items as one batch, in their order.</summary>
    public Batch All()
    {
        var indices = new int[Count];
        for (var i = 0; i < indices.Length; i++)
            indices[i] = i;
        return Take(indices);
    }

    /// <summary>Gets the items at the given indices as one batch.</summary>
    /// <param name="indices">The indices, each 0 to <see cref="Count"/> - 1.</param>
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

/// <summary>A mini-batch: inputs [N, ...] and labels [N, ...].</summary>
/// <param name="Inputs">The inputs, such as [64, 1, 28, 28].</param>
/// <param name="Labels">The labels, such as [64].</param>
public readonly record struct Batch(Tensor Inputs, Tensor Labels);
