using System.Collections;

namespace Inkling.Data;

/// <summary>
/// Goes through a data set in batches, each epoch in an order of its own. Its place can be saved in the middle of an epoch and taken up
/// again, with the very
/// batches that would have come.
/// </summary>
/// <remarks>A batch is valid until the next one is asked for; its memory is then used again.</remarks>
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

    // The batch that a background thread fills, and where the random numbers stood before it.
    private BackgroundWork? _work;
    private Batch _ahead;
    private RandomState _beforeAhead;

    /// <summary>A loader for a data set.</summary>
    /// <param name="dataset">Where the items come from.</param>
    /// <param name="batchSize">Items per batch, at least 1; the last batch holds what is left.</param>
    /// <param name="shuffle">Whether each epoch has its own random order.</param>
    /// <param name="random">What decides the order and the transforms; a new stream drawn from <see cref="Randomness.Default"/> when
    /// null.</param>
    /// <param name="transforms">What is done to the inputs of each batch, in this order.</param>
    /// <exception cref="ArgumentOutOfRangeException">The batch size is below 1.</exception>
    public DataLoader(Dataset dataset, int batchSize, bool shuffle = false, RandomStream? random = null, params Transform[] transforms)
    {
        if (batchSize < 1)
            throw new ArgumentOutOfRangeException(nameof(batchSize), $"a batch size of {batchSize} is not at least 1");
        (_dataset, BatchSize, Shuffle, _transforms) = (dataset, batchSize, shuffle, transforms);
        _random = random ?? new RandomStream(Randomness.Default.NextUInt64());
        _epochStart = _random.State;
        _order = new int[dataset.Count];
    }

    /// <summary>Where the items come from.</summary>
    public Dataset Dataset => _dataset;

    /// <summary>Items per batch.</summary>
    public int BatchSize { get; }

    /// <summary>Whether each epoch has its own random order.</summary>
    public bool Shuffle { get; }

    /// <summary>
    /// Whether the next batch is made on a thread of its own while the step with this one runs, by the transforms too; not at first. The
    /// batches, their order and
    /// <see cref="State"/> are the same either way.
    /// </summary>
    /// <remarks>
    /// Pays where a core is idle during a step. Needs a random stream that nobody else draws from during an epoch, and transforms that draw
    /// from none but it.
    /// </remarks>
    public bool Prefetch { get; set; }

    /// <summary>Batches of an epoch.</summary>
    public int Count => (_order.Length + BatchSize - 1) / BatchSize;

    /// <summary>
    /// Where the loader stands. Set before a loop begins, that loop starts there: with the rest of the epoch when the place was saved
    /// within one, with a new epoch
    /// when it was saved between two. (Saved at an epoch's last batch, the rest is empty.)
    /// </summary>
    /// <exception cref="ArgumentException">There is no such batch, or the random numbers' state is no state.</exception>
    public LoaderState State
    {
        get => new(Running || _resuming || _nextBatch > 0 ? _epochStart : Now, Now, _nextBatch);
        set
        {
            if (value.NextBatch < 0 || value.NextBatch > Count)
                throw new ArgumentException($"batch {value.NextBatch} is not one of {Count}", nameof(value));
            DropAhead();
            (_epochStart, _random.State, _nextBatch, _resuming) = (value.EpochStart, value.Now, value.NextBatch, true);
        }
    }

    internal bool Running { get; private set; }

    private RandomState Now => _ahead == default ? _random.State : _beforeAhead;

    /// <summary>Starts an epoch, or goes on with the one that <see cref="State"/> named.</summary>
    /// <exception cref="InvalidOperationException">A loop over this loader is running: two at a time need a loader each.</exception>
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

        if (!Prefetch && _ahead == default)
        {
            _current = Create(_nextBatch);
            Fill(_current, _nextBatch++);
            return true;
        }

        if (_ahead == default)
            StartAhead();
        _work!.Wait();
        (_current, _ahead) = (_ahead, default);
        if (++_nextBatch < Count && Prefetch)
            StartAhead();
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

    /// <summary>Memory is rented and given back on the training thread alone; only the filling is done elsewhere.</summary>
    private void StartAhead()
    {
        _beforeAhead = _random.State;
        _ahead = Create(_nextBatch);
        _work ??= new BackgroundWork(() => Fill(_ahead, _nextBatch));
        _work.Start();
    }

    /// <summary>Forgets the batch ahead, with the random numbers back where they were before it.</summary>
    private void DropAhead()
    {
        if (_ahead == default)
            return;
        _work!.Finish();
        _ahead.Inputs.Release();
        _ahead.Labels.Release();
        _ahead = default;
        _random.State = _beforeAhead;
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

    /// <summary>Hands out the batches of one epoch.</summary>
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
            _loader.DropAhead();
            _loader.Running = false;
        }
    }
}

/// <summary>
/// The place of a <see cref="DataLoader"/>: what the epoch's order was drawn from, where the random numbers stand, and which batch comes
/// next.
/// </summary>
public readonly record struct LoaderState(RandomState EpochStart, RandomState Now, int NextBatch);
