namespace Inkling.Autograd;

/// <summary>
/// Compares the gradients that <see cref="Tensor.Backward"/> computes with numerical differentiation: for every new operation, and for
/// custom layers and losses. <c>GradientCheck.Compare(x => x[0].Sigmoid() * x[1], a, b)</c> is below 1e-3 when the gradient is right, and
/// near 1 when a term is wrong.
/// </summary>
public static class GradientCheck
{
    /// <summary>The default distance of the central differences.</summary>
    public const float DefaultStep = 1f / 32;

    /// <summary>Gradients whose elements are all smaller than this are compared as if the largest were of this size.</summary>
    private const double SmallestScale = 1e-2;

    /// <summary>
    /// Compares the gradient of the sum of <c>function(inputs) * w</c>, w being fixed weights in [-1, 1), with respect to every element of
    /// every input.
    /// </summary>
    /// <remarks>
    /// The derivative is (4 D(h) - D(2h)) / 3, where D(h) is the central difference over a distance of h (Richardson, Phil. Trans. R. Soc.
    /// A 210, 1911): its error falls with the fourth power of h, so h can be large enough for the rounding of 32-bit floats not to matter.
    /// Differences and sums are taken in double precision. The function must be smooth within 2h of the inputs (the inputs of a ReLU at
    /// some distance from 0) and deterministic (no dropout).
    /// </remarks>
    /// <param name="function">
    /// The function to check, which computes a tensor of any shape. Called four times per element of the inputs.
    /// </param>
    /// <param name="inputs">The point at which it is checked; copies are passed to the function.</param>
    /// <param name="step">h: above 0.</param>
    /// <returns>
    /// The largest difference between the two gradients of an input, relative to the largest element of either; the maximum over the
    /// inputs.
    /// </returns>
    /// <exception cref="ArgumentOutOfRangeException">The step is not a positive number.</exception>
    /// <exception cref="InvalidOperationException">No recorded operation connects the result with the inputs.</exception>
    public static double Compare(Func<Tensor[], Tensor> function, ReadOnlySpan<Tensor> inputs, float step = DefaultStep)
    {
        ArgumentNullException.ThrowIfNull(function);
        if (!(step > 0 && float.IsFinite(step)))
            throw new ArgumentOutOfRangeException(nameof(step), step, $"a step of {step} is not a positive number");
        var leaves = new Tensor[inputs.Length];
        for (var i = 0; i < leaves.Length; i++)
            leaves[i] = inputs[i].Clone().RequireGrad();
        var output = function(leaves);
        var weights = Tensor.Rand(output.Shape.ToArray(), -1, 1, new RandomStream(0));
        output.Backward(weights);

        var worst = 0.0;
        foreach (var leaf in leaves)
        {
            var computed = leaf.HasGrad ? leaf.Grad.ToArray() : new float[leaf.Length];
            double difference = 0, scale = SmallestScale;
            for (var i = 0; i < computed.Length; i++)
            {
                var near = Slope(function, leaves, leaf, i, step, weights);
                var far = Slope(function, leaves, leaf, i, 2 * step, weights);
                var slope = ((4 * near) - far) / 3;
                difference = Math.Max(difference, Math.Abs(computed[i] - slope));
                scale = Math.Max(scale, Math.Max(Math.Abs(computed[i]), Math.Abs(slope)));
            }

            worst = Math.Max(worst, difference / scale);
        }

        return worst;
    }

    /// <summary>The central difference over one element of an input.</summary>
    private static double Slope(Func<Tensor[], Tensor> function, Tensor[] leaves, Tensor leaf, int element, float step, Tensor weights)
    {
        using var _ = new NoGrad();
        var center = leaf.Span[element];

        // The points as they are after rounding, so that their distance is exact.
        var (above, below) = (center + step, center - step);
        leaf.Span[element] = above;
        var high = function(leaves).ToArray();
        leaf.Span[element] = below;
        var low = function(leaves).ToArray();
        leaf.Span[element] = center;
        var sum = 0.0;
        for (var i = 0; i < high.Length; i++)
            sum += weights.Span[i] * ((double)high[i] - low[i]);
        return sum / ((double)above - below);
    }
}
