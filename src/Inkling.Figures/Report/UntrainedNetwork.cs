using System.Numerics.Tensors;
using Inkling.Data;
using Inkling.Nn;
using Inkling.Training;

namespace Inkling.Figures.Report;

/// <summary>A network as it was before its training: the starting weights of the same seed.</summary>
/// <param name="Loss">Its mean cross-entropy on some images, in nats: -ln of the probability of the right class.</param>
/// <param name="Images">How many images that were: the first ones of those that were learned from, or of the test images where these are
/// not known.</param>
/// <param name="Guess">ln(classes): the loss of giving each class the same probability.</param>
/// <param name="StepsPerEpoch">Batches that an epoch has; 0 where the images that were learned from are not known.</param>
/// <param name="WeightChange">How far the training moved the weights: |after - before| / |before| over all parameters, in the Euclidean
/// norm.</param>
public sealed record UntrainedNetwork(double Loss, int Images, double Guess, int StepsPerEpoch, double WeightChange)
{
    private const int MaxImages = 1000;

    /// <summary>Makes it again.</summary>
    /// <param name="subject">The trained network and its images.</param>
    /// <param name="hyperParameters">What it was trained with.</param>
    /// <exception cref="ArgumentException">The trained network is of another kind or size than these make.</exception>
    internal static UntrainedNetwork Of(ReportSubject subject, HyperParameters hyperParameters)
    {
        var images = subject.Train ?? subject.Test;
        var learner = hyperParameters.CreateLearner(images, validation: null);
        var change = Change(subject, hyperParameters, learner.Model);

        // As in training: a batch norm that has seen no batch yet has no means of its own.
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
                throw new ArgumentException(
                    $"{subject.Name}: the model has no parameter {name} {before.StateDictionary()[name].Shape}, which {hyperParameters.Model} of these hyper-parameters has");
            var distance = TensorPrimitives.Distance(start.Span, end.Span);
            var length = TensorPrimitives.Norm(start.Span);
            (moved, size) = (moved + ((double)distance * distance), size + ((double)length * length));
        }

        return after.Count == 0
            ? Math.Sqrt(moved / size)
            : throw new ArgumentException(
                $"{subject.Name}: the model has a parameter {after.Keys.First()}, which {hyperParameters.Model} of these hyper-parameters has not");
    }
}
