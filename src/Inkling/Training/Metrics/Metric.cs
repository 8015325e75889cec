namespace Inkling.Training.Metrics;

/// <summary>A measure of the quality of predictions, accumulated batch by batch.</summary>
public abstract class Metric
{
    /// <summary>Gets the name, such as "accuracy".</summary>
    public abstract string Name { get; }

    /// <summary>Gets the value over all batches since <see cref="Reset"/>; NaN where there are none.</summary>
    public abstract double Value { get; }

    /// <summary>Gets whether higher values are better.</summary>
    public virtual bool HigherIsBetter => true;

    /// <summary>Discards all batches.</summary>
    public abstract void Reset();

    /// <summary>Adds a batch.</summary>
    /// <param name="predictions">The output of the model, such as logits [N, classes].</param>
    /// <param name="labels">The labels, such as class indices [N].</param>
    public abstract void Add(Tensor predictions, Tensor labels);
}
