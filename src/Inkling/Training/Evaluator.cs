using Inkling.Data;
using Inkling.Nn;
using Inkling.Training.Metrics;

namespace Inkling.Training;

/// <summary>Measures a model on items, in evaluation mode and without recording.</summary>
public static class Evaluator
{
    /// <summary>Goes through all batches.</summary>
    /// <param name="model">What is measured; it is in the mode that it was in before, afterwards.</param>
    /// <param name="batches">What to measure on, at least one item.</param>
    /// <param name="loss">How wrong predictions are.</param>
    /// <param name="metrics">What else is wanted; they start again.</param>
    /// <param name="cancellation">Ends the measurement.</param>
    /// <returns>The mean loss of the items.</returns>
    /// <exception cref="ArgumentException">There are no items, or a label does not fit the model.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> was requested.</exception>
    public static double Run(
        Module model, DataLoader batches, Loss loss, IReadOnlyList<Metric> metrics, CancellationToken cancellation = default)
    {
        using var evaluation = new Evaluation(model, batches, loss, metrics);
        while (!evaluation.IsComplete)
        {
            cancellation.ThrowIfCancellationRequested();
            evaluation.Advance();
        }

        return evaluation.MeanLoss;
    }
}
