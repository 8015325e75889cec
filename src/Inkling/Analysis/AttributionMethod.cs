using Inkling.Models;

namespace Inkling.Analysis;

/// <summary>
/// A method that attributes the output of a model for one class to the pixels of an image: its logit, of two classes less that of the
/// other.
/// </summary>
public abstract class AttributionMethod
{
    private protected AttributionMethod()
    {
    }

    /// <summary>Gets one of each method, with its default settings.</summary>
    public static IReadOnlyList<AttributionMethod> All { get; } =
        [new Saliency(), new GradientTimesInput(), new IntegratedGradients(), new Occlusion(), new GradCam()];

    /// <summary>Gets the name, such as "integrated-gradients".</summary>
    public abstract string Name { get; }

    /// <summary>Gets the name as a heading, such as "Integrated gradients".</summary>
    public abstract string Title { get; }

    /// <summary>Gets whether attributions are magnitudes: a pixel may count for the class or against it.</summary>
    public virtual bool IsMagnitude => false;

    /// <summary>
    /// Attributes the output for a class to the pixels of an image, in evaluation mode; the model is afterwards as it was before.
    /// </summary>
    /// <param name="model">A model of any architecture; <see cref="GradCam"/> needs feature maps.</param>
    /// <param name="image">[rows, columns] of the model's size, 0 for background to 1 for ink.</param>
    /// <param name="target">The index of the class; that of the largest logit when null.</param>
    /// <param name="cancellation">Cancels the computation between two batches.</param>
    /// <exception cref="ArgumentException">
    /// The image has another size or values that are not from 0 to 1, or the model does not give a logit for each class.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException">The target is not one of the model's classes.</exception>
    /// <exception cref="NotSupportedException">The model has not the feature maps that <see cref="GradCam"/> needs.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> was requested.</exception>
    public Attribution Attribute(
        TrainedModel model, ReadOnlySpan<float> image, int? target = null, CancellationToken cancellation = default)
    {
        Require.Image(model, image, Name);
        var classes = model.ClassNames.Count;
        if (target is { } given && (uint)given >= (uint)classes)
            throw new ArgumentOutOfRangeException(nameof(target), target, $"{Name}: class {target}, expected 0 to {classes - 1}");
        using var _ = new EvaluationScope(model.Module);
        var logits = Logits(model, image);
        var chosen = target ?? ArgMax.Of(logits);
        return Compute(new AttributionInput(model, image.ToArray(), chosen, AttributionInput.OutputOf(logits, chosen), cancellation));
    }

    /// <summary>Computes the attribution.</summary>
    internal abstract Attribution Compute(AttributionInput input);

    private float[] Logits(TrainedModel model, ReadOnlySpan<float> image)
    {
        using var _ = new NoGrad();
        var logits = model.Module.Forward(Tensor.From(image, 1, 1, model.Rows, model.Columns));
        return logits.Shape == new Shape(1, model.ClassNames.Count)
            ? logits.ToArray()
            : throw new ArgumentException(
                $"{Name}: {model.Name} gives {logits.Shape}, expected [1, {model.ClassNames.Count}]", nameof(model));
    }
}
