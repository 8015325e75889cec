using Inkling.Models;
using Inkling.Nn;
using Inkling.Training;

namespace Inkling.Analysis;

/// <summary>
/// An adversarial attack: a perturbation of at most epsilon per pixel that makes a model misclassify an image. Pixels are from 0
/// (background) to 1 (ink): an epsilon of 0.125 is 32 of 255 grey levels.
/// </summary>
public abstract class Attack
{
    /// <summary>Gets the name, such as "fgsm".</summary>
    public abstract string Name { get; }

    /// <summary>Perturbs images so that the loss of a model grows; the model is afterwards as it was before.</summary>
    /// <param name="model">The model, of which only gradients are used.</param>
    /// <param name="images">[N, 1, rows, columns] from 0 to 1; unchanged.</param>
    /// <param name="labels">[N] class indices of the true classes.</param>
    /// <param name="epsilon">The largest change of a pixel, 0 to 1.</param>
    /// <param name="cancellation">Cancels the attack.</param>
    /// <returns>[N, 1, rows, columns], within epsilon of the images and from 0 to 1.</returns>
    /// <exception cref="ArgumentOutOfRangeException">Epsilon is not from 0 to 1.</exception>
    /// <exception cref="ArgumentException">Images or labels have other shapes, or a label is no class of the model.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> was requested.</exception>
    public Tensor Perturb(TrainedModel model, Tensor images, Tensor labels, float epsilon, CancellationToken cancellation = default)
    {
        Require.Epsilon(epsilon, nameof(epsilon));
        if (images.Rank != 4 || images.Shape[0] == 0 || images.Shape.With(0, 1) != new Shape(1, 1, model.Rows, model.Columns))
            throw new ArgumentException(
                $"{Name}: images are {images.Shape}, expected [*, 1, {model.Rows}, {model.Columns}]", nameof(images));
        ClassLabels.Check(new Shape(images.Shape[0], model.ClassNames.Count), labels, Name);
        using var _ = new EvaluationScope(model.Module);
        var epsilons = new float[labels.Length];
        epsilons.AsSpan().Fill(epsilon);
        var (clean, signs) = (images.Clone(), new float[images.Length]);
        InputGradient.SignsOfLoss(model.Module, clean, labels.Span, signs, []);
        var moved = Tensor.Empty(images.Shape);
        Move(model.Module, clean.Span, labels.Span, signs, epsilons, moved, cancellation);
        return moved;
    }

    /// <summary>Perturbs images; the network is in an <see cref="EvaluationScope"/>.</summary>
    /// <param name="module">The network.</param>
    /// <param name="clean">[N, pixels], the images.</param>
    /// <param name="labels">[N].</param>
    /// <param name="signs">[N, pixels], -1, 0 or 1: the signs of the gradient of the loss at the images.</param>
    /// <param name="epsilons">[N]: the largest change of a pixel of each image.</param>
    /// <param name="moved">[N, 1, rows, columns], the result.</param>
    /// <param name="cancellation">Cancels the attack between two of its steps.</param>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> was requested.</exception>
    internal abstract void Move(
        Module module, ReadOnlySpan<float> clean, ReadOnlySpan<float> labels, ReadOnlySpan<float> signs, ReadOnlySpan<float> epsilons,
        Tensor moved, CancellationToken cancellation);
}
