using System.Numerics.Tensors;

namespace Inkling.Data;

/// <summary>A transform of the inputs of a batch, applied in place before the network is.</summary>
public abstract class Transform
{
    /// <summary>Transforms a batch in place.</summary>
    /// <param name="inputs">The inputs, [N, ...].</param>
    /// <param name="random">The loader's random stream, for a random transform.</param>
    public abstract void Apply(Tensor inputs, RandomStream random);
}

/// <summary>Computes (x - mean) / deviation, element-wise. MNIST's are 0.1307 and 0.3081.</summary>
/// <param name="mean">The mean, which becomes 0.</param>
/// <param name="deviation">The standard deviation, which becomes 1; not zero.</param>
public sealed class Normalize(float mean, float deviation) : Transform
{
    /// <inheritdoc/>
    public override void Apply(Tensor inputs, RandomStream random)
    {
        TensorPrimitives.Subtract(inputs.Span, mean, inputs.Span);
        TensorPrimitives.Divide(inputs.Span, deviation, inputs.Span);
    }
}
