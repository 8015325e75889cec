using System.Numerics.Tensors;

namespace Inkling.Analysis;

/// <summary>
/// The saliency map |dz/dx|: by how much the output z changes with each pixel x, whichever way (Simonyan, Vedaldi and
/// Zisserman, "Deep Inside Convolutional Networks", ICLR workshop 2014, section 3.1).
/// </summary>
public sealed class Saliency : AttributionMethod
{
    /// <inheritdoc/>
    public override string Name => "saliency";

    /// <inheritdoc/>
    public override string Title => "Saliency";

    /// <inheritdoc/>
    public override bool IsMagnitude => true;

    internal override Attribution Compute(AttributionInput input)
    {
        var values = input.Gradient();
        TensorPrimitives.Abs(values, values);
        return new Attribution(input, this, values);
    }
}
