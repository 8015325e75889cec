namespace Inkling.Nn;

/// <summary>Starting values of weights.</summary>
public static class Initialization
{
    /// <summary>
    /// What PyTorch gives to Linear and Conv2d, weights and biases alike: uniform within 1 / sqrt(<paramref name="fanIn"/>) of zero, which is the rule of He et al.
    /// (ICCV 2015, section 2.2) with a = sqrt(5).
    /// </summary>
    /// <param name="sizes">The shape.</param>
    /// <param name="fanIn">How many numbers go into one output.</param>
    /// <param name="random">Where the values come from; <see cref="Randomness.Default"/> when null.</param>
    public static Tensor KaimingUniform(ReadOnlySpan<int> sizes, int fanIn, RandomStream? random = null)
    {
        var bound = 1 / MathF.Sqrt(fanIn);
        return Tensor.RandomUniform(sizes, -bound, bound, random);
    }
}
