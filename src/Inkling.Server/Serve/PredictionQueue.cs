using System.Collections.Concurrent;
using System.Diagnostics;
using Inkling.Data;
using Inkling.Models;

namespace Inkling.Server.Serve;

/// <summary>
/// Classifies the images of all requests, one batch at a time: whatever has arrived while the last batch was computed is the next one, so
/// that a single request never waits and many share a forward pass. A model is hence used by one thread at a time, as it must be.
/// </summary>
internal sealed class PredictionQueue(ModelHost models, ServerMetrics metrics) : IThreadPoolWorkItem
{
    /// <summary>The images from which on a batch takes no further request.</summary>
    private const int BatchSize = 64;

    private readonly ConcurrentQueue<Entry> _queue = new();
    private readonly List<Entry> _batch = [];
    private int _isScheduled;

    /// <summary>Classifies images.</summary>
    /// <param name="images">At least one; not to be disposed before the task has ended.</param>
    /// <returns>A prediction for each image.</returns>
    public Task<Prediction[]> PredictAsync(ImageBatch images)
    {
        var entry = new Entry(images);
        _queue.Enqueue(entry);
        Schedule();
        return entry.Completion.Task;
    }

    void IThreadPoolWorkItem.Execute()
    {
        var count = 0;
        while (count < BatchSize && _queue.TryDequeue(out var entry))
        {
            _batch.Add(entry);
            count += entry.Images.Count;
        }

        if (count > 0)
            Run(count);
        _batch.Clear();
        Volatile.Write(ref _isScheduled, 0);

        // The next batch is another work item, so that requests that have arrived meanwhile are read first and join it.
        if (!_queue.IsEmpty)
            Schedule();
    }

    private void Schedule()
    {
        if (Interlocked.CompareExchange(ref _isScheduled, 1, 0) == 0)
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    private void Run(int count)
    {
        try
        {
            var predictions = Predict(count);
            var first = 0;
            foreach (var entry in _batch)
            {
                var own = new Prediction[entry.Images.Count];
                for (var i = 0; i < own.Length; i++)
                    own[i] = predictions[first++];
                entry.Completion.SetResult(own);
            }
        }
        catch (Exception error)
        {
            foreach (var entry in _batch)
                entry.Completion.TrySetException(error);
        }
    }

    private IReadOnlyList<Prediction> Predict(int count)
    {
        var start = Stopwatch.GetTimestamp();
        var images = Tensor.Empty(count, 1, MnistNormalizer.Size, MnistNormalizer.Size);
        var rest = images.Span;
        foreach (var entry in _batch)
        {
            entry.Images.Values.CopyTo(rest);
            rest = rest[entry.Images.Values.Length..];
        }

        var predictions = models.Current.Predictor.Predict(images);
        images.Release();
        metrics.RecordBatch(count, Stopwatch.GetElapsedTime(start));
        return predictions;
    }

    private sealed record Entry(ImageBatch Images)
    {
        public TaskCompletionSource<Prediction[]> Completion { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
