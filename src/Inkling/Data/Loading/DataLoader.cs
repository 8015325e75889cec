using System.Collections;

namespace Inkling.Data;

/// <summary>
/// Iterates over a data set in mini-batches, each epoch in a new order. Its state can be saved within an epoch and restored, with exactly
/// the batches that would have followed.
/// </summary>
/// <remarks>A batch is valid until the next one is requested; its memory is then reused.</remarks>
public sealed class DataLoader : IEnumerable<Batch>
{
    private readonly Dataset _dataset;
    private readonly Transform[] _transforms;
    private readonly RandomStream _random;
    private readonly int[] _order;
    private RandomState _epochStart;
    private int _nextBatch;
    private bool _resuming;
    private Batch _current;

    // The batch that a background thread fills, and the state of the random stream before it.
    private BackgroundWork? _work;
    private Batch _prefetched;
    private RandomState _beforePrefetch;

    /// <summary>Creates a loader for a data set.</summary>
    /// <param name="dataset">The data set.</param>
    /// <param name="batchSize">The number of items in a batch, at least 1; the last batch holds the remainder.</param>
    /// <param name="shuffle">Whether to shuffle the items anew for each epoch.</param>
    /// <param name="random">
    /// The random stream of the order and the transforms; null for a new one seeded from <see cref="Randomness.Default"/>.
    /// </param>
    /// <param name="transforms">The transforms of the inputs of each batch, in this order.</param>
    /// <exception cref="ArgumentOutOfRangeException">The batch size is less than 1.</exception>
    public DataLoader(Dataset dataset, int batchSize, bool shuffle = false, RandomStream? random = null, params Transform[] transforms)
    {
        if (batchSize < 1)
            throw new ArgumentOutOfRangeException(nameof(batchSize), $"a batch size of {batchSize} is not at least 1");
        (_dataset, BatchSize, Shuffle, _transforms) = (dataset, batchSize, shuffle, transforms);
        _random = random ?? new RandomStream(Randomness.Default.NextUInt64());
        _epochStart = _random.State;
        _order = new int[dataset.Count];
    }

    /// <summary>Gets the data set.</summary>
    public Dataset Dataset => _dataset;

    /// <summary>Gets the number of items in a batch.</summary>
    public int BatchSize { get; }

    /// <summary>Gets whether the items are shuffled anew for each epoch.</summary>
    public bool Shuffle { get; }

    /// <summary>
    /// Gets or sets whether the next batch is filled and transformed on a background thread during the step with the current one; false by
    /// default. The batches, their order and <see cref="State"/> are the same either way.
    /// </summary>
    /// <remarks>
    /// Worthwhile where a core is idle during a step. Requires that nothing else draws from the random stream during an epoch, and that the
    /// transforms draw from no other.
    /// </remarks>
    public bool Prefetch { get; set; }

    /// <summary>Gets the number of batches of an epoch.</summary>
    public int Count => (_order.Length + BatchSize - 1) / BatchSize;

    /// <summary>
    /// Gets or sets the state. A loop that begins after it is set continues there: with the rest of the epoch if the state was saved within
    /// one, with a new epoch if it was saved between two. (For a state saved at an epoch's last batch, the rest is empty.)
    /// </summary>
    /// <exception cref="ArgumentException">There is no such batch, or the state of the random stream is invalid.</exception>
    public LoaderState State
    {
        get => new(Running || _resuming || _nextBatch > 0 ? _epochStart : Now, Now, _nextBatch);
        set
        {
            if (value.NextBatch < 0 || value.NextBatch > Count)
                throw new ArgumentException($"batch {value.NextBatch} is not one of {Count}", nameof(value));
            DiscardPrefetched();
            (_epochStart, _random.State, _nextBatch, _resuming) = (value.EpochStart, value.Now, value.NextBatch, true);
        }
    }

    internal bool Running { get; private set; }

    private RandomState Now => _prefetched == default ? _random.State : _beforePrefetch;

    /// <summary>Starts an epoch, or continues the one of the <see cref="State"/> that was set.</summary>
    /// <exception cref="InvalidOperationException">
    /// A loop over this loader is running; loops at the same time need a loader each.
    /// </exception>
    public Enumerator GetEnumerator()
    {
        Begin();
        return new Enumerator(this);
    }

    /// <inheritdoc/>
    IEnumerator<Batch> IEnumerable<Batch>.GetEnumerator() => GetEnumerator();

    /// <inheritdoc/>
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private void Begin()
    {
        if (Running)
            throw new InvalidOperationException(
                "a loop over this loader is running: make a DataLoader for each loop that runs at the same time");
        var now = _random.State;
        if (_resuming)
            _random.State = _epochStart;
        else
            (_epochStart, _nextBatch) = (now, 0);
        for (var i = 0; i < _order.Length; i++)
            _order[i] = i;
        if (Shuffle)
            _random.Shuffle(_order);
        if (_resuming && _nextBatch > 0)
            _random.State = now;
        _resuming = false;
        Running = true;
    }

    private bool Next()
    {
        Release();
        if (!Running)
            return false;
        if (_nextBatch >= Count)
        {
            (Running, _nextBatch) = (false, 0);
            return false;
        }

        if (!Prefetch && _prefetched == default)
        {
            _current = Create(_nextBatch);
            Fill(_current, _nextBatch++);
            return true;
        }

        if (_prefetched == default)
            StartPrefetch();
        _work!.Wait();
        (_current, _prefetched) = (_prefetched, default);
        if (++_nextBatch < Count && Prefetch)
            StartPrefetch();
        return true;
    }

    private ReadOnlySpan<int> Indices(int batch)
    {
        var start = batch * BatchSize;
        return _order.AsSpan(start, Math.Min(BatchSize, _order.Length - start));
    }

    private Batch Create(int batch)
    {
        var count = Indices(batch).Length;
        return new Batch(
            Tensor.Empty(Dataset.Batched(_dataset.ItemShape, count)), Tensor.Empty(Dataset.Batched(_dataset.LabelShape, count)));
    }

    private void Fill(Batch batch, int number)
    {
        _dataset.Fill(Indices(number), batch.Inputs.Span, batch.Labels.Span);
        foreach (var transform in _transforms)
            transform.Apply(batch.Inputs, _random);
    }

    /// <summary>Starts to fill the next batch. Memory is rented and returned on the training thread alone.</summary>
    private void StartPrefetch()
    {
        _beforePrefetch = _random.State;
        _prefetched = Create(_nextBatch);
        _work ??= new BackgroundWork(() => Fill(_prefetched, _nextBatch));
        _work.Start();
    }

    /// <summary>Discards the prefetched batch and restores the random stream to the state before it.</summary>
    private void DiscardPrefetched()
    {
        if (_prefetched == default)
            return;
        _work!.Finish();
        _prefetched.Inputs.Release();
        _prefetched.Labels.Release();
        _prefetched = default;
        _random.State = _beforePrefetch;
    }

    private void Release()
    {
        if (_current != default)
        {
            _current.Inputs.Release();
            _current.Labels.Release();
        }

        _current = default;
    }

    /// <summary>Enumerates the batches of one epoch.</summary>
    public readonly struct Enumerator : IEnumerator<Batch>
    {
        private readonly DataLoader _loader;

        internal Enumerator(DataLoader loader) => _loader = loader;

        /// <inheritdoc/>
        public Batch Current => _loader._current;

        /// <inheritdoc/>
        object IEnumerator.Current => Current;

        /// <inheritdoc/>
        public bool MoveNext() => _loader.Next();

        /// <summary>Not supported: start a new loop instead.</summary>
        /// <exception cref="NotSupportedException">Always.</exception>
        public void Reset() => throw new NotSupportedException("start a new loop over the loader instead");

        /// <inheritdoc/>
        public void Dispose()
        {
            _loader.Release();
            _loader.DiscardPrefetched();
            _loader.Running = false;
        }
    }
}

/// <summary>
/// The state of a <see cref="DataLoader"/>.
/// </summary>
/// <param name="EpochStart">The state of the random stream from which the order of the epoch is drawn.</param>
/// <param name="Now">The current state of the random stream.</param>
/// <param name="NextBatch">The index of the next batch.</param>
public readonly record struct LoaderState(RandomState EpochStart, RandomState Now, int NextBatch);
