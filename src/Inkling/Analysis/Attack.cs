using Inkling.Models;
using Inkling.Nn;
using Inkling.Training;

namespace Inkling.Analysis;

/// <summary>
/// A way to change images so little that a person sees the same, and so that the model reads something else. Sizes are those of the model's
/// inputs, where
/// 0 is background and 1 is ink: an epsilon of 0.125 moves each pixel by at most 32 of 255 shades.
/// </summary>
public abstract class Attack
{
    /// <summary>What commands and reports call it.</summary>
    public abstract string Name { get; }

    /// <summary>Changes images against a model, which is afterwards as it was before.</summary>
    /// <param name="model">The model; all that is used of it are its gradients.</param>
    /// <param name="images">[N, 1, rows, columns] from 0 to 1; left as they are.</param>
    /// <param name="labels">[N] class indices: what the model is to be led away from.</param>
    /// <param name="epsilon">How far each pixel may be moved: 0 to 1.</param>
    /// <param name="cancellation">Ends the attack.</param>
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
        Shape.CheckLabels(new Shape(images.Shape[0], model.ClassNames.Count), labels, Name);
        using var _ = new EvaluationScope(model.Module);
        var epsilons = new float[labels.Length];
        epsilons.AsSpan().Fill(epsilon);
        var (clean, signs) = (images.Clone(), new float[images.Length]);
        InputGradient.SignsOfLoss(model.Module, clean, labels.Span, signs, []);
        var moved = Tensor.Empty(images.Shape);
        Move(model.Module, clean.Span, labels.Span, signs, epsilons, moved, cancellation);
        return moved;
    }

    /// <summary>Changes images against a network that is <see cref="EvaluationScope"/>.</summary>
    /// <param name="module">The network.</param>
    /// <param name="clean">[N, pixels], the images.</param>
    /// <param name="labels">[N].</param>
    /// <param name="signs">[N, pixels], -1, 0 or 1: which way the loss grows at the images.</param>
    /// <param name="epsilons">[N], how far each image may be moved.</param>
    /// <param name="moved">[N, 1, rows, columns], the result.</param>
    /// <param name="cancellation">Ends the attack between two of its steps.</param>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> was requested.</exception>
    internal abstract void Move(
        Module module, ReadOnlySpan<float> clean, ReadOnlySpan<float> labels, ReadOnlySpan<float> signs, ReadOnlySpan<float> epsilons,
        Tensor moved,
        CancellationToken cancellation);
}
