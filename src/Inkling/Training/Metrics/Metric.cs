namespace Inkling.Training.Metrics;

/// <summary>One number that says how good predictions are, gathered batch by batch.</summary>
public abstract class Metric
{
    /// <summary>The head of its column: "accuracy".</summary>
    public abstract string Name { get; }

    /// <summary>The number, over everything since <see cref="Reset"/>; not a number where there was nothing.</summary>
    public abstract double Value { get; }

    /// <summary>Whether more of it is better.</summary>
    public virtual bool HigherIsBetter => true;

    /// <summary>Starts again.</summary>
    public abstract void Reset();

    /// <summary>Takes in a batch.</summary>
    /// <param name="predictions">What the model gave, such as logits [N, classes].</param>
    /// <param name="labels">What it should be, such as class indices [N].</param>
    public abstract void Add(Tensor predictions, Tensor labels);
}
