using System.Numerics.Tensors;
using Inkling.Data;
using Inkling.Nn;
using Inkling.Training;

namespace Inkling.Figures.Report;

/// <summary>A network before its training: the initial weights of the same seed.</summary>
/// <param name="Loss">
/// The mean cross-entropy in nats on the first images of the training set, or of the test set where that is not known.
/// </param>
/// <param name="Images">The number of these images.</param>
/// <param name="Guess">ln(classes): the loss of equal probabilities.</param>
/// <param name="StepsPerEpoch">The number of mini-batches of an epoch; 0 where the training set is not known.</param>
/// <param name="WeightChange">The relative change of the parameters by training: |after - before| / |before|, Euclidean norms.</param>
public sealed record UntrainedNetwork(double Loss, int Images, double Guess, int StepsPerEpoch, double WeightChange)
{
    private const int MaxImages = 1000;

    /// <summary>Creates the untrained network of a run again.</summary>
    /// <param name="subject">The trained network and its data.</param>
    /// <param name="hyperParameters">The hyper-parameters of the run.</param>
    /// <exception cref="ArgumentException">The trained network has other parameters than these hyper-parameters give.</exception>
    internal static UntrainedNetwork Of(ReportSubject subject, HyperParameters hyperParameters)
    {
        var images = subject.Train ?? subject.Test;
        var learner = hyperParameters.CreateLearner(images, validation: null);
        var change = Change(subject, hyperParameters, learner.Model);

        // In training mode: the running statistics of batch normalisation are not estimated yet.
        learner.Model.Train();
        var (some, classes) = (images.Take(MaxImages), subject.Model.ClassNames.Count);
        using var _ = new NoGrad();
        var (inputs, labels) = some.All();
        var loss = new CrossEntropyLoss().Forward(learner.Model.Forward(inputs), labels).Item();
        return new UntrainedNetwork(loss, some.Count, Math.Log(classes), subject.Train is null ? 0 : learner.Data.Train.Count, change);
    }

    private static double Change(ReportSubject subject, HyperParameters hyperParameters, Module before)
    {
        var after = subject.Model.Module.NamedParameters().ToDictionary(parameter => parameter.Name, parameter => parameter.Value);
        var (moved, size) = (0.0, 0.0);
        foreach (var (name, start) in before.NamedParameters())
        {
            if (!after.Remove(name, out var end) || end.Shape != start.Shape)
            {
                throw new ArgumentException(
                    $"{subject.Name}: the model has no parameter {name} {before.StateDictionary()[name].Shape}, "
                    + $"which {hyperParameters.Model} of these hyper-parameters has");
            }

            var distance = TensorPrimitives.Distance(start.Span, end.Span);
            var length = TensorPrimitives.Norm(start.Span);
            (moved, size) = (moved + ((double)distance * distance), size + ((double)length * length));
        }

        return after.Count == 0
            ? Math.Sqrt(moved / size)
            : throw new ArgumentException(
                $"{subject.Name}: the model has a parameter {after.Keys.First()}, "
                + $"which {hyperParameters.Model} of these hyper-parameters has not");
    }
}
