using System.Numerics.Tensors;

namespace Inkling.Data;

/// <summary>Something done to the inputs of a batch before the network sees them.</summary>
public abstract class Transform
{
    /// <summary>Changes a batch in place.</summary>
    /// <param name="inputs">[N, ...].</param>
    /// <param name="random">The loader's stream, for a transform that leaves something to chance.</param>
    public abstract void Apply(Tensor inputs, RandomStream random);
}

/// <summary>(x - mean) / deviation, for every element. MNIST's own are 0.1307 and 0.3081.</summary>
/// <param name="mean">What becomes 0.</param>
/// <param name="deviation">What becomes 1, not zero.</param>
public sealed class Normalize(float mean, float deviation) : Transform
{
    /// <inheritdoc/>
    public override void Apply(Tensor inputs, RandomStream random)
    {
        TensorPrimitives.Subtract(inputs.Span, mean, inputs.Span);
        TensorPrimitives.Divide(inputs.Span, deviation, inputs.Span);
    }
}
