namespace Inkling.Tests;

/// <summary>How near a result has to be to the one expected: stated here once for all tests of the engine.</summary>
internal static class Close
{
    /// <summary>
    /// Relative to the largest element of the tensor: what two correct engines of 32-bit floats agree to on a single operation.
    /// </summary>
    public const double Operation = 1e-5;

    /// <summary>For losses over hundreds of training steps.</summary>
    public const double Training = 1e-4;

    /// <summary>For gradients against numerical differentiation.</summary>
    public const double Numerical = 1e-3;

    /// <summary>Tensors whose elements are all smaller than this are compared as if the largest were of this size.</summary>
    private const double SmallestScale = 1e-3;

    public static void ShouldBeCloseTo(this Tensor actual, Tensor expected, double tolerance, string what)
    {
        actual.Shape.ShouldBe(expected.Shape, what);
        actual.Span.ShouldBeCloseTo(expected.Span, tolerance, what);
    }

    public static void ShouldBeCloseTo(this Span<float> actual, ReadOnlySpan<float> expected, double tolerance, string what)
    {
        actual.Length.ShouldBe(expected.Length, what);
        var scale = SmallestScale;
        foreach (var value in expected)
            scale = Math.Max(scale, Math.Abs(value));
        for (var i = 0; i < actual.Length; i++)
        {
            var allowed = tolerance * scale;
            if (!(Math.Abs((double)actual[i] - expected[i]) <= allowed))
                Assert.Fail($"{what}: element {i} is {actual[i]:R}, expected {expected[i]:R} within {allowed:G3}");
        }
    }

    /// <summary>Equal bit for bit, so that also -0 and +0 differ.</summary>
    public static void ShouldHaveTheBitsOf(this ReadOnlySpan<float> actual, ReadOnlySpan<float> expected, string what)
    {
        actual.Length.ShouldBe(expected.Length, what);
        for (var i = 0; i < actual.Length; i++)
        {
            if (BitConverter.SingleToUInt32Bits(actual[i]) != BitConverter.SingleToUInt32Bits(expected[i]))
                Assert.Fail($"{what}: element {i} is {actual[i]:R}, expected {expected[i]:R} to the bit");
        }
    }

    public static void ShouldHaveTheBitsOf(this float[] actual, float[] expected, string what) =>
        ((ReadOnlySpan<float>)actual).ShouldHaveTheBitsOf(expected, what);
}
