namespace Inkling.Nn;

/// <summary>Starting values of weights.</summary>
public static class Initialization
{
    [ThreadStatic]
    private static bool _skipped;

    /// <summary>
    /// Begins a scope for constructing modules whose weights are loaded afterwards: weights are zeros, and what a module draws comes from a
    /// stream of the scope, so that <see cref="Randomness.Default"/> stays where it is.
    /// </summary>
    internal static SkipScope Skip() => new(Randomness.Exchange(new RandomStream(0)), _skipped);

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
        if (_skipped)
            return Tensor.Zeros(sizes);
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
        if (_skipped)
            return Tensor.Zeros(sizes);
        var values = Tensor.Randn(sizes, random);
        System.Numerics.Tensors.TensorPrimitives.Multiply(values.Span, MathF.Sqrt(2f / fan), values.Span);
        return values;
    }

    /// <summary>Ends with the initialisation and the random numbers as they were before.</summary>
    internal readonly ref struct SkipScope
    {
        private readonly RandomStream? _outerStream;
        private readonly bool _outerSkipped;

        public SkipScope(RandomStream? outerStream, bool outerSkipped)
        {
            (_outerStream, _outerSkipped) = (outerStream, outerSkipped);
            _skipped = true;
        }

        public void Dispose()
        {
            Randomness.Exchange(_outerStream);
            _skipped = _outerSkipped;
        }
    }
}
