using System.Numerics.Tensors;
using Inkling.Nn;

namespace Inkling.Analysis;

/// <summary>
/// The fast gradient sign method: clamp(x + epsilon sign(dL/dx), 0, 1) (Goodfellow, Shlens and Szegedy, "Explaining and Harnessing
/// Adversarial Examples", ICLR 2015, section 4).
/// </summary>
public sealed class FastGradientSign : Attack
{
    /// <inheritdoc/>
    public override string Name => "fgsm";

    internal override void Move(
        Module module, ReadOnlySpan<float> clean, ReadOnlySpan<float> labels, ReadOnlySpan<float> signs, ReadOnlySpan<float> epsilons,
        Tensor moved, CancellationToken cancellation)
    {
        var result = moved.Span;
        var size = clean.Length / labels.Length;
        for (var i = 0; i < labels.Length; i++)
        {
            var image = result.Slice(i * size, size);
            TensorPrimitives.MultiplyAdd(signs.Slice(i * size, size), epsilons[i], clean.Slice(i * size, size), image);
            TensorPrimitives.Clamp(image, 0f, 1f, image);
        }
    }
}
