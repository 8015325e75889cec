using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;

namespace Inkling.Kernels;

/// <summary>Element-wise loops that <see cref="TensorPrimitives"/> does not have.</summary>
internal static class Elementwise
{
    /// <summary>Computes y = max(x, 0); NaN is propagated.</summary>
    public static void Relu(ReadOnlySpan<float> x, Span<float> y) => TensorPrimitives.Max(x, 0f, y);

    /// <summary>Computes dx = dy where y is positive, else 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void ReluBackward(ReadOnlySpan<float> dy, ReadOnlySpan<float> y, Span<float> dx)
    {
        var width = Vector<float>.Count;
        var i = 0;
        for (; i <= dx.Length - width; i += width)
        {
            var positive = Vector.GreaterThan(new Vector<float>(y[i..]), Vector<float>.Zero);
            Vector.ConditionalSelect(positive, new Vector<float>(dy[i..]), Vector<float>.Zero).CopyTo(dx[i..]);
        }

        for (; i < dx.Length; i++)
            dx[i] = y[i] > 0 ? dy[i] : 0;
    }
}
