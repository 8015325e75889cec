using Inkling.Models;
using Inkling.Optim;

namespace Inkling.Analysis;

/// <summary>
/// What one step of stochastic gradient descent on one image would change: loss and prediction for that image, before and after, for
/// several learning rates. The model is left unchanged to the bit.
/// </summary>
/// <remarks>
/// The step is one of <see cref="SGD"/> without momentum and weight decay, with the gradients of <see cref="BackwardTrace"/>; frozen
/// parameters stay.
/// </remarks>
public sealed class StepPreview
{
    private StepPreview(StepOutcome before, IReadOnlyList<StepOutcome> after) => (Before, After) = (before, after);

    /// <summary>Gets loss and prediction with the weights as they are: a learning rate of 0.</summary>
    public StepOutcome Before { get; }

    /// <summary>Gets loss and prediction after a step with each learning rate, in the order given.</summary>
    public IReadOnlyList<StepOutcome> After { get; }

    /// <summary>Computes one step for each learning rate, each from the weights as they are.</summary>
    /// <param name="model">A model. It is used by this thread alone meanwhile.</param>
    /// <param name="image">[rows, columns] from 0 to 1.</param>
    /// <param name="label">The index of the true class.</param>
    /// <param name="learningRates">Finite, 0 or more.</param>
    /// <exception cref="ArgumentException">
    /// The image has another size or values that are not from 0 to 1, the model does not give a logit for each class, or all parameters are
    /// frozen.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException">The label is not one of the classes, or a learning rate is out of range.</exception>
    public static StepPreview Of(TrainedModel model, ReadOnlySpan<float> image, int label, params ReadOnlySpan<float> learningRates)
    {
        Require.Image(model, image, "StepPreview");
        Require.Label("StepPreview", model, label);
        foreach (var rate in learningRates)
        {
            if (!(float.IsFinite(rate) && rate >= 0))
            {
                throw new ArgumentOutOfRangeException(
                    nameof(learningRates), rate, $"StepPreview: a learning rate of {rate}, expected a finite number of 0 or more");
            }
        }

        List<Tensor> parameters = [.. model.Module.Parameters().Where(parameter => parameter.RequiresGrad)];
        if (parameters.Count == 0)
        {
            throw new ArgumentException(
                $"StepPreview: all parameters of {model.Name} are frozen, expected at least one that is not", nameof(model));
        }

        using var scope = new GradientScope(model.Module, unfreezes: false);
        var input = Tensor.From(image, 1, 1, model.Rows, model.Columns);
        var labels = Tensor.From([label], 1);
        var (logits, loss) = Evaluate(model, input, labels);
        loss.Backward();
        var before = Outcome(model, image, label, 0, logits, loss);
        var weights = parameters.ConvertAll(parameter => parameter.ToArray());
        var after = new List<StepOutcome>();
        try
        {
            foreach (var rate in learningRates)
            {
                new SGD(parameters, rate).Step();
                using (new NoGrad())
                {
                    var (stepLogits, stepLoss) = Evaluate(model, input, labels);
                    after.Add(Outcome(model, image, label, rate, stepLogits, stepLoss));
                }

                Restore(parameters, weights);
            }
        }
        finally
        {
            Restore(parameters, weights);
        }

        return new StepPreview(before, after);
    }

    private static (Tensor Logits, Tensor Loss) Evaluate(TrainedModel model, Tensor input, Tensor labels)
    {
        var logits = model.Module.Forward(input);
        return logits.Shape == new Shape(1, model.ClassNames.Count)
            ? (logits, logits.CrossEntropy(labels))
            : throw new ArgumentException(
                $"StepPreview: {model.Name} gives {logits.Shape}, expected [1, {model.ClassNames.Count}]", nameof(model));
    }

    private static StepOutcome Outcome(TrainedModel model, ReadOnlySpan<float> image, int label, float rate, Tensor logits, Tensor loss)
    {
        using var _ = new NoGrad();
        var prediction = Prediction.FromLogits(
            model.ClassNames, logits.Span, model.Probabilities(logits).Span, image.ToArray(), label);
        return new StepOutcome(rate, loss.Item(), prediction);
    }

    private static void Restore(List<Tensor> parameters, List<float[]> weights)
    {
        foreach (var (parameter, values) in parameters.Zip(weights))
        {
            values.CopyTo(parameter.Span);
            parameter.Node.NoteChange();
        }
    }
}

/// <summary>Loss and prediction for an image after a step.</summary>
/// <param name="LearningRate">The learning rate of the step.</param>
/// <param name="Loss">The cross-entropy of the logits and the label, as in <see cref="BackwardTrace.Loss"/>.</param>
/// <param name="Prediction">The prediction, with the label.</param>
public sealed record StepOutcome(float LearningRate, float Loss, Prediction Prediction);
