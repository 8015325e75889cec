using Inkling.Data;
using Inkling.Nn;
using Inkling.Training.Metrics;

namespace Inkling.Training;

/// <summary>
/// Measures a model on items, a mini-batch at a time; in between the model and the thread are in the modes that they were in before.
/// </summary>
internal sealed class Evaluation : IDisposable
{
    private readonly Module _model;
    private readonly Loss _loss;
    private readonly IReadOnlyList<Metric> _metrics;
    private readonly DataLoader.Enumerator _batches;
    private readonly int _count;
    private double _sum;
    private int _items;

    /// <summary>Starts the metrics again.</summary>
    /// <exception cref="ArgumentException">There are no items.</exception>
    public Evaluation(Module model, DataLoader batches, Loss loss, IReadOnlyList<Metric> metrics)
    {
        if (batches.Count == 0)
            throw new ArgumentException("there are no items to measure on", nameof(batches));
        (_model, _loss, _metrics, _batches, _count) = (model, loss, metrics, batches.GetEnumerator(), batches.Dataset.Count);
        foreach (var metric in metrics)
            metric.Reset();
    }

    /// <summary>Gets whether all items are measured.</summary>
    public bool IsComplete => _items == _count;

    /// <summary>Gets the mean loss of the items so far.</summary>
    public double MeanLoss => _sum / _items;

    /// <summary>Measures the next mini-batch.</summary>
    public void Advance()
    {
        _batches.MoveNext();
        using var mode = new EvaluationMode(_model);
        using var _ = new NoGrad();
        var (inputs, labels) = _batches.Current;
        var predictions = _model.ForwardOwned(inputs, out var isOwned);
        var error = _loss.Forward(predictions, labels);
        foreach (var metric in _metrics)
            metric.Add(predictions, labels);
        _sum += (double)error.Item() * labels.Shape[0];
        _items += labels.Shape[0];
        error.Release();
        if (isOwned)
            predictions.Release();
    }

    /// <summary>Ends the measurement.</summary>
    public void Dispose() => _batches.Dispose();
}
