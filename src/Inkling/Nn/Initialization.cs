namespace Inkling.Nn;

/// <summary>Initial values of parameters.</summary>
public static class Initialization
{
    // The limit of the scope of Skip, and the elements registered within it; null outside of such a scope.
    [ThreadStatic]
    private static long? _limit;

    [ThreadStatic]
    private static long _registered;

    /// <summary>
    /// Begins a scope for constructing modules whose weights are loaded afterwards: weights are zeros, and what a module draws comes from a
    /// stream of the scope, so that <see cref="Randomness.Default"/> stays where it is. Within it a layer creates no tensor of more than
    /// <paramref name="limit"/> elements, and modules register no more in total: <see cref="ElementLimitException"/>.
    /// </summary>
    internal static SkipScope Skip(long limit)
    {
        var scope = new SkipScope(Randomness.Exchange(new RandomStream(0)), _limit, _registered);
        (_limit, _registered) = (limit, 0);
        return scope;
    }

    /// <summary>Counts a tensor that a module registers against the limit of the scope.</summary>
    internal static void CountRegistered(Tensor value)
    {
        if (_limit is { } limit && (_registered += value.Length) > limit)
            throw new ElementLimitException();
    }

    /// <summary>Creates a tensor of one value, in a scope of <see cref="Skip"/> within its limit.</summary>
    internal static Tensor Constant(float value, params ReadOnlySpan<int> sizes)
    {
        IsSkipped(sizes);
        return Tensor.Full(sizes, value);
    }

    /// <summary>Draws from the standard normal distribution.</summary>
    internal static Tensor Normal(ReadOnlySpan<int> sizes, RandomStream? random) =>
        IsSkipped(sizes) ? Tensor.Zeros(sizes) : Tensor.Randn(sizes, random);

    /// <summary>
    /// Draws from the uniform distribution within 1 / sqrt(<paramref name="fanIn"/>) of 0, PyTorch's initialisation of the weights and
    /// biases of Linear and Conv2d: that of He et al. (ICCV 2015, section 2.2) with a = sqrt(5).
    /// </summary>
    /// <param name="sizes">The shape.</param>
    /// <param name="fanIn">The number of inputs of one output.</param>
    /// <param name="random">The random stream; <see cref="Randomness.Default"/> when null.</param>
    public static Tensor KaimingUniform(ReadOnlySpan<int> sizes, int fanIn, RandomStream? random = null)
    {
        if (IsSkipped(sizes))
            return Tensor.Zeros(sizes);
        var bound = 1 / MathF.Sqrt(fanIn);
        return Tensor.Rand(sizes, -bound, bound, random);
    }

    /// <summary>
    /// Draws from the normal distribution with a standard deviation of sqrt(2 / <paramref name="fan"/>), which preserves the variance
    /// through layers with ReLU (He et al., ICCV 2015, section 2.2, equations 10 and 14): torchvision's initialisation of the
    /// convolutions of a ResNet, with the number of outputs as fan.
    /// </summary>
    /// <param name="sizes">The shape.</param>
    /// <param name="fan">The number of inputs of one output, or for the backward pass of outputs of one input.</param>
    /// <param name="random">The random stream; <see cref="Randomness.Default"/> when null.</param>
    public static Tensor KaimingNormal(ReadOnlySpan<int> sizes, int fan, RandomStream? random = null)
    {
        if (IsSkipped(sizes))
            return Tensor.Zeros(sizes);
        var values = Tensor.Randn(sizes, random);
        System.Numerics.Tensors.TensorPrimitives.Multiply(values.Span, MathF.Sqrt(2f / fan), values.Span);
        return values;
    }

    /// <summary>
    /// Draws from the uniform distribution within gain sqrt(6 / (fan in + fan out)) of 0, as <c>torch.nn.init.xavier_uniform_</c> (Glorot
    /// and Bengio, AISTATS 2010, equation 16).
    /// </summary>
    /// <param name="shape">The shape of a weight in PyTorch's order, [out, in, ...], as <see cref="Linear.Weight"/> has it.</param>
    /// <param name="gain">A factor for the activation that follows, 5/3 for tanh.</param>
    /// <param name="random">The random stream; <see cref="Randomness.Default"/> when null.</param>
    /// <returns>A tensor of the shape.</returns>
    /// <exception cref="ArgumentException">The shape has fewer than two dimensions.</exception>
    public static Tensor XavierUniform(Shape shape, float gain = 1, RandomStream? random = null)
    {
        var bound = gain * MathF.Sqrt(6f / FanSum(shape, nameof(XavierUniform)));
        return Tensor.Rand(shape.ToArray(), -bound, bound, random);
    }

    /// <summary>
    /// Draws from the normal distribution with a standard deviation of gain sqrt(2 / (fan in + fan out)), as
    /// <c>torch.nn.init.xavier_normal_</c> (Glorot and Bengio, AISTATS 2010, equation 12).
    /// </summary>
    /// <inheritdoc cref="XavierUniform"/>
    public static Tensor XavierNormal(Shape shape, float gain = 1, RandomStream? random = null) =>
        Tensor.Randn(shape.ToArray(), random) * (gain * MathF.Sqrt(2f / FanSum(shape, nameof(XavierNormal))));

    private static int FanSum(Shape shape, string name) => shape.Rank >= 2 && shape.Length > 0
        ? (shape[0] + shape[1]) * (shape.Length / (shape[0] * shape[1]))
        : throw new ArgumentException($"{name}: a shape of {shape} was given, expected [out, in, ...]", nameof(shape));

    /// <summary>Gets whether values are loaded afterwards, and checks the size of a tensor before memory is allocated for it.</summary>
    /// <exception cref="ElementLimitException">It has more elements than the limit of the scope.</exception>
    private static bool IsSkipped(ReadOnlySpan<int> sizes)
    {
        if (_limit is not { } limit)
            return false;
        var length = 1L;
        foreach (var size in sizes)
        {
            if (size > 0 && length > limit / size)
                throw new ElementLimitException();
            length *= size;
        }

        return true;
    }

    /// <summary>Ends with the initialisation and the random numbers as they were before.</summary>
    internal readonly ref struct SkipScope(RandomStream? outerStream, long? outerLimit, long outerRegistered)
    {
        public void Dispose()
        {
            Randomness.Exchange(outerStream);
            (_limit, _registered) = (outerLimit, outerRegistered);
        }
    }
}
