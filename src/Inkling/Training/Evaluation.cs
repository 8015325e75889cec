using Inkling.Data;
using Inkling.Nn;
using Inkling.Training.Metrics;

namespace Inkling.Training;

/// <summary>
/// Measures a model on items, a mini-batch or a part of one at a time; in between the model and the thread are in the modes that they were
/// in before.
/// </summary>
internal sealed class Evaluation : IDisposable
{
    /// <summary>The part of a mini-batch has as many items as make this product with the parameters of the model, at least one.</summary>
    private const int PartParameters = 1_000_000;

    private readonly Module _model;
    private readonly Loss _loss;
    private readonly IReadOnlyList<Metric> _metrics;
    private readonly DataLoader.Enumerator _batches;
    private readonly int _count;
    private readonly int? _partSize;
    private Tensor _outputs;
    private double _sum;

    // The complete mini-batches, and the items of the current one.
    private int _items, _done;

    /// <summary>Starts the metrics again.</summary>
    /// <param name="model">What is measured.</param>
    /// <param name="batches">What to measure on.</param>
    /// <param name="loss">The loss, whose mean is computed.</param>
    /// <param name="metrics">The other metrics.</param>
    /// <param name="inParts">
    /// Whether a mini-batch is measured in parts, for a model that treats each item by itself; the results have the same bits.
    /// </param>
    /// <exception cref="ArgumentException">There are no items.</exception>
    public Evaluation(Module model, DataLoader batches, Loss loss, IReadOnlyList<Metric> metrics, bool inParts = false)
    {
        if (batches.Count == 0)
            throw new ArgumentException("there are no items to measure on", nameof(batches));
        (_model, _loss, _metrics, _batches, _count) = (model, loss, metrics, batches.GetEnumerator(), batches.Dataset.Count);
        _partSize = inParts ? Math.Max(1, PartParameters / Math.Max(1, model.ParameterCount())) : null;
        foreach (var metric in metrics)
            metric.Reset();
    }

    /// <summary>Gets whether all items are measured.</summary>
    public bool IsComplete => _items == _count;

    /// <summary>Gets the mean loss of the items so far.</summary>
    public double MeanLoss => _sum / _items;

    /// <summary>Measures the next mini-batch, or the next part of one.</summary>
    /// <returns>Whether a mini-batch is complete.</returns>
    public bool Advance()
    {
        if (_done == 0)
            _batches.MoveNext();
        using var mode = new EvaluationMode(_model);
        using var _ = new NoGrad();
        var (inputs, labels) = _batches.Current;
        Tensor predictions;
        var isOwned = true;
        if (_partSize is null || _partSize >= inputs.Shape[0])
            predictions = _model.ForwardOwned(inputs, out isOwned);
        else if (ForwardPart(inputs, _partSize.Value) is { } all)
            predictions = all;
        else
            return false;
        Add(predictions, labels);
        if (isOwned)
            predictions.Release();
        return true;
    }

    /// <summary>Ends the measurement.</summary>
    public void Dispose()
    {
        if (_done > 0)
            _outputs.Release();
        _done = 0;
        _batches.Dispose();
    }

    private void Add(Tensor predictions, Tensor labels)
    {
        var error = _loss.Forward(predictions, labels);
        foreach (var metric in _metrics)
            metric.Add(predictions, labels);
        _sum += (double)error.Item() * labels.Shape[0];
        _items += labels.Shape[0];
        error.Release();
    }

    /// <summary>Computes the outputs for the next part of a mini-batch; gets those for all of it after the last.</summary>
    private Tensor? ForwardPart(Tensor inputs, int partSize)
    {
        var (shape, count) = (inputs.Shape, inputs.Shape[0]);
        var size = Math.Min(partSize, count - _done);
        var part = new Tensor(inputs.Node.View(shape.With(0, size), _done * (shape.Length / count)));
        var output = _model.ForwardOwned(part, out var isOwned);
        var outputs = _done == 0 ? Tensor.Empty(output.Shape.With(0, count)) : _outputs;
        output.Span.CopyTo(outputs.Span[(_done * (output.Length / size))..]);
        part.Release();
        if (isOwned)
            output.Release();
        (_outputs, _done) = (outputs, (_done + size) % count);
        return _done == 0 ? outputs : null;
    }
}
