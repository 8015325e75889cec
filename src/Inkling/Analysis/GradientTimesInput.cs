using System.Numerics.Tensors;

namespace Inkling.Analysis;

/// <summary>
/// Gradient times input, x dz/dx: the contribution of each pixel x to the output z where the network is linear (Shrikumar,
/// Greenside, Shcherbina and Kundaje, "Not Just a Black Box", 2016, section 3). A background pixel gets 0.
/// </summary>
public sealed class GradientTimesInput : AttributionMethod
{
    /// <inheritdoc/>
    public override string Name => "gradient-times-input";

    /// <inheritdoc/>
    public override string Title => "Gradient times input";

    internal override Attribution Compute(AttributionInput input)
    {
        var values = input.Gradient();
        TensorPrimitives.Multiply(values, input.Image, values);
        return new Attribution(input, this, values);
    }
}
