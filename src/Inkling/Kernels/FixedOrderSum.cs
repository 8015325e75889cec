using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Inkling.Kernels;

/// <summary>
/// Sums over all elements, with an order of the additions that does not depend on the width of the processor's vectors, as that of
/// <c>TensorPrimitives.Sum</c> does: 32 partial sums of every 32nd element, halved in pairs, then the elements that are left.
/// </summary>
internal static class FixedOrderSum
{
    private interface ITerm
    {
        static abstract Vector512<float> AddTo(Vector512<float> sum, Vector512<float> x, Vector512<float> y);

        static abstract float AddTo(float sum, float x, float y);
    }

    /// <summary>Computes the sum of x.</summary>
    public static float Of(ReadOnlySpan<float> x) => Add<Value>(x, x);

    /// <summary>Computes the sum of x y.</summary>
    public static float OfProducts(ReadOnlySpan<float> x, ReadOnlySpan<float> y) => Add<Product>(x, y);

    /// <summary>Computes the sum of x².</summary>
    public static float OfSquares(ReadOnlySpan<float> x) => Add<Product>(x, x);

    /// <summary>Computes the sum of (x - y)².</summary>
    public static float OfSquaredDifferences(ReadOnlySpan<float> x, ReadOnlySpan<float> y) => Add<SquaredDifference>(x, y);

    private static float Add<TTerm>(ReadOnlySpan<float> x, ReadOnlySpan<float> y) where TTerm : struct, ITerm
    {
        var left = MemoryMarshal.Cast<float, Vector512<float>>(x);
        var right = MemoryMarshal.Cast<float, Vector512<float>>(y);
        var (even, odd) = (Vector512<float>.Zero, Vector512<float>.Zero);
        var i = 0;
        for (; i + 2 <= left.Length; i += 2)
        {
            even = TTerm.AddTo(even, left[i], right[i]);
            odd = TTerm.AddTo(odd, left[i + 1], right[i + 1]);
        }

        var sum = i == 0 ? 0 : Halved(even + odd);
        for (i *= Vector512<float>.Count; i < x.Length; i++)
            sum = TTerm.AddTo(sum, x[i], y[i]);
        return sum;
    }

    private static float Halved(Vector512<float> sums)
    {
        var eight = sums.GetLower() + sums.GetUpper();
        var four = eight.GetLower() + eight.GetUpper();
        return (four[0] + four[2]) + (four[1] + four[3]);
    }

    private readonly struct Value : ITerm
    {
        public static Vector512<float> AddTo(Vector512<float> sum, Vector512<float> x, Vector512<float> y) => sum + x;

        public static float AddTo(float sum, float x, float y) => sum + x;
    }

    private readonly struct Product : ITerm
    {
        public static Vector512<float> AddTo(Vector512<float> sum, Vector512<float> x, Vector512<float> y) =>
            Vector512.MultiplyAddEstimate(x, y, sum);

        public static float AddTo(float sum, float x, float y) => float.MultiplyAddEstimate(x, y, sum);
    }

    private readonly struct SquaredDifference : ITerm
    {
        public static Vector512<float> AddTo(Vector512<float> sum, Vector512<float> x, Vector512<float> y) =>
            Vector512.MultiplyAddEstimate(x - y, x - y, sum);

        public static float AddTo(float sum, float x, float y) => float.MultiplyAddEstimate(x - y, x - y, sum);
    }
}
