using Inkling.Analysis;
using Inkling.Data;
using Inkling.Models;
using Inkling.Training;

namespace Inkling.Figures.Report;

/// <summary>The results of attacks by the fast gradient sign method.</summary>
/// <param name="Accuracy">The accuracy over epsilon, on the first test images.</param>
/// <param name="Minimal">The minimal epsilon at which each of the same images is misclassified.</param>
/// <param name="Example">One attacked image; null where none of these images is classified correctly.</param>
public sealed record ReportAttack(AttackedAccuracy Accuracy, MinimalEpsilon Minimal, AttackedImage? Example)
{
    private const int DefaultImages = 500;
    private const int LargeNetworkImages = 100;
    private const int LargeNetwork = 1_000_000;

    private static readonly float[] Sizes = [0, 0.02f, 0.04f, 0.06f, 0.08f, 0.1f, 0.125f, 0.15f, 0.2f, 0.25f];

    /// <summary>Attacks the first test images.</summary>
    internal static ReportAttack Of(ReportSubject subject, Predictions predictions, CancellationToken cancellation)
    {
        var usual = subject.Model.Module.ParameterCount() < LargeNetwork ? DefaultImages : LargeNetworkImages;
        var images = subject.Test.Take(subject.AttackedImages ?? usual);
        float[] epsilons = [.. Sizes.Append(subject.Epsilon).Distinct().Order()];
        var accuracy = AttackedAccuracy.Of(subject.Model, images, new FastGradientSign(), epsilons, progress: null, cancellation);
        var minimal = MinimalEpsilon.Search(subject.Model, images, new FastGradientSign(), progress: null, cancellation);
        var item = Enumerable.Range(0, images.Count).FirstOrDefault(predictions.IsCorrect, -1);
        return new ReportAttack(accuracy, minimal, item < 0 ? null : AttackedImage.Of(subject.Model, images, item, subject.Epsilon));
    }
}

/// <summary>An adversarial example.</summary>
/// <param name="Item">The index of the image in the test set.</param>
/// <param name="Epsilon">The largest change of a pixel.</param>
/// <param name="Pixels">The perturbed image: [rows * columns], 0 to 1.</param>
/// <param name="Probabilities">The predicted probabilities of the perturbed image: [classes].</param>
public sealed record AttackedImage(int Item, float Epsilon, IReadOnlyList<float> Pixels, IReadOnlyList<float> Probabilities)
{
    /// <summary>The index of the predicted class of the perturbed image.</summary>
    public int Class => Probabilities.Index().MaxBy(entry => entry.Item).Index;

    internal static AttackedImage Of(TrainedModel model, ImageDataset set, int item, float epsilon)
    {
        var (images, labels) = set.Select([item]).All();
        var changed = new FastGradientSign().Perturb(model, images, labels, epsilon);
        using var _ = new NoGrad();
        var probabilities = model.Probabilities(model.Module.Forward(changed));
        return new AttackedImage(item, epsilon, changed.Span.ToArray(), probabilities.Span.ToArray());
    }
}
