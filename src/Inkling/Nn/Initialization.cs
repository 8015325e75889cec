namespace Inkling.Nn;

/// <summary>Starting values of weights.</summary>
public static class Initialization
{
    /// <summary>
    /// What PyTorch gives to Linear and Conv2d, weights and biases alike: uniform within 1 / sqrt(<paramref name="fanIn"/>) of zero, which
    /// is the rule of He et al.
    /// (ICCV 2015, section 2.2) with a = sqrt(5).
    /// </summary>
    /// <param name="sizes">The shape.</param>
    /// <param name="fanIn">How many numbers go into one output.</param>
    /// <param name="random">Where the values come from; <see cref="Randomness.Default"/> when null.</param>
    public static Tensor KaimingUniform(ReadOnlySpan<int> sizes, int fanIn, RandomStream? random = null)
    {
        var bound = 1 / MathF.Sqrt(fanIn);
        return Tensor.Rand(sizes, -bound, bound, random);
    }

    /// <summary>
    /// Normal with a standard deviation of sqrt(2 / <paramref name="fan"/>), which keeps the variance through layers that end in a ReLU (He
    /// et al., ICCV 2015, section 2.2,
    /// equations 10 and 14): torchvision's start for the convolutions of a ResNet, with the fan that goes out.
    /// </summary>
    /// <param name="sizes">The shape.</param>
    /// <param name="fan">How many numbers go into one output (backward: how many outputs one number goes into).</param>
    /// <param name="random">Where the values come from; <see cref="Randomness.Default"/> when null.</param>
    public static Tensor KaimingNormal(ReadOnlySpan<int> sizes, int fan, RandomStream? random = null)
    {
        var values = Tensor.Randn(sizes, random);
        System.Numerics.Tensors.TensorPrimitives.Multiply(values.Span, MathF.Sqrt(2f / fan), values.Span);
        return values;
    }
}
