using System.Diagnostics;
using Inkling.Data;
using Inkling.Nn;
using Inkling.Optim;

namespace Inkling.Training;

/// <summary>The training loop, epoch by epoch, and the measurement on images that it did not see. A step allocates nothing.</summary>
/// <param name="model">What is trained.</param>
/// <param name="loss">What is to become small.</param>
/// <param name="optimizer">What changes the model's parameters.</param>
/// <param name="schedule">Sets the learning rate before each step; null leaves the optimizer as it is.</param>
public sealed class Trainer(Module model, Loss loss, Optimizer optimizer, Schedule? schedule = null)
{
    /// <summary>Steps taken so far, over all epochs.</summary>
    public int StepCount { get; private set; }

    /// <summary>Trains for one epoch.</summary>
    /// <param name="batches">The training images in batches.</param>
    /// <param name="onStep">Hears of every step, on this thread; its time counts.</param>
    /// <param name="cancellation">Ends the epoch before the next step; what was learned until then stays.</param>
    /// <exception cref="DivergenceException">The loss is infinite or not a number. The step was not taken.</exception>
    public EpochResult Fit(DataLoader batches, Action<StepResult>? onStep = null, CancellationToken cancellation = default)
    {
        model.Train();
        var start = Stopwatch.GetTimestamp();
        var (sum, images, batch) = (0.0, 0, 0);
        foreach (var (inputs, labels) in batches)
        {
            if (cancellation.IsCancellationRequested)
                break;
            schedule?.Apply(optimizer, StepCount);
            var error = loss.Forward(model.Forward(inputs), labels);
            var value = error.Item();
            if (!float.IsFinite(value))
                throw new DivergenceException(StepCount + 1, value);
            optimizer.ZeroGrad();
            error.Backward();
            optimizer.Step();
            StepCount++;
            sum += (double)value * labels.Length;
            images += labels.Length;
            onStep?.Invoke(new StepResult(StepCount, ++batch, batches.Count, value));
        }

        return new EpochResult(images == 0 ? 0 : sum / images, images, Stopwatch.GetElapsedTime(start).TotalSeconds);
    }

    /// <summary>Measures a model in evaluation mode, without recording.</summary>
    /// <param name="model">[N, ...] to logits [N, classes].</param>
    /// <param name="images">What to measure on, with class indices as labels; at least one item.</param>
    /// <param name="batchSize">Items at a time, at least 1.</param>
    /// <param name="cancellation">Ends the measurement.</param>
    /// <exception cref="ArgumentException">There are no items, or a label is no class of the model.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> was requested.</exception>
    public static Evaluation Evaluate(Module model, Dataset images, int batchSize = 256, CancellationToken cancellation = default)
    {
        if (images.Count == 0)
            throw new ArgumentException("there are no images to evaluate on", nameof(images));
        var training = model.Training;
        model.Eval();
        using var _ = new NoGrad();
        var (sum, counts, correct) = (0.0, Array.Empty<int>(), Array.Empty<int>());

        // A stream of its own, so that measuring leaves the numbers that training draws as they are.
        foreach (var (inputs, labels) in new DataLoader(images, batchSize, random: new RandomStream(0)))
        {
            cancellation.ThrowIfCancellationRequested();
            var logits = model.Forward(inputs);
            var error = logits.CrossEntropy(labels);
            var predicted = logits.ArgMax();
            if (counts.Length == 0)
                (counts, correct) = (new int[logits.Shape[1]], new int[logits.Shape[1]]);
            sum += (double)error.Item() * labels.Length;
            for (var i = 0; i < labels.Length; i++)
            {
                var label = (int)labels.Span[i];
                counts[label]++;
                if (predicted.Span[i] == label)
                    correct[label]++;
            }

            logits.Release();
            error.Release();
            predicted.Release();
        }

        model.Train(training);
        return new Evaluation(sum / images.Count, counts, correct);
    }
}

/// <summary>One step of training.</summary>
/// <param name="Step">Counted from 1 over the whole training.</param>
/// <param name="Batch">Counted from 1 in this epoch.</param>
/// <param name="Batches">Batches of an epoch.</param>
/// <param name="Loss">The loss of the batch, before the step.</param>
public readonly record struct StepResult(int Step, int Batch, int Batches, float Loss);

/// <summary>One epoch of training.</summary>
/// <param name="Loss">The mean loss of the images, each measured before the step that learned from it.</param>
/// <param name="Images">How many images were learned from; fewer than there are when the epoch was ended early.</param>
/// <param name="Seconds">How long it took.</param>
public readonly record struct EpochResult(double Loss, int Images, double Seconds);

/// <summary>How well a model reads images.</summary>
/// <param name="Loss">The mean cross-entropy.</param>
/// <param name="Counts">Images of each class.</param>
/// <param name="Correct">Of these, the ones read right.</param>
public sealed record Evaluation(double Loss, IReadOnlyList<int> Counts, IReadOnlyList<int> Correct)
{
    /// <summary>The share of images that were read right, 0 to 1.</summary>
    public double Accuracy => Correct.Sum() / (double)Counts.Sum();
}
