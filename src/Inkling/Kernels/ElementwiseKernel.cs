namespace Inkling.Kernels;

/// <summary>A function of two numbers, for element-wise operations that <c>TensorPrimitives</c> does not have.</summary>
internal interface IElementwise
{
    static abstract float Invoke(float left, float right);
}

/// <summary>The loops of an element-wise function over rows.</summary>
internal readonly struct ElementwiseKernel<TFunction> : IBinary where TFunction : struct, IElementwise
{
    public static void Apply(ReadOnlySpan<float> left, ReadOnlySpan<float> right, Span<float> result)
    {
        for (var i = 0; i < result.Length; i++)
            result[i] = TFunction.Invoke(left[i], right[i]);
    }

    public static void Apply(ReadOnlySpan<float> left, float right, Span<float> result)
    {
        for (var i = 0; i < result.Length; i++)
            result[i] = TFunction.Invoke(left[i], right);
    }

    public static void Apply(float left, ReadOnlySpan<float> right, Span<float> result)
    {
        for (var i = 0; i < result.Length; i++)
            result[i] = TFunction.Invoke(left, right[i]);
    }
}
