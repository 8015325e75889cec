using System.Numerics.Tensors;

namespace Inkling.Kernels;

/// <summary>Softmax and its logarithm over the rows of a matrix, with the largest element of each row taken off first so that no power overflows.</summary>
internal static class SoftmaxRows
{
    /// <summary>y = exp(x) / sum of exp(x), row by row.</summary>
    public static void Softmax(ReadOnlySpan<float> x, Span<float> y, int columns)
    {
        Shift(x, y, columns);
        TensorPrimitives.Exp(y, y);
        for (var start = 0; start < y.Length; start += columns)
        {
            var row = y.Slice(start, columns);
            TensorPrimitives.Divide(row, TensorPrimitives.Sum<float>(row), row);
        }
    }

    /// <summary>y = x - ln(sum of exp(x)), row by row; <paramref name="softmax"/> gets exp(y).</summary>
    public static void LogSoftmax(ReadOnlySpan<float> x, Span<float> y, Span<float> softmax, int columns)
    {
        Shift(x, y, columns);
        TensorPrimitives.Exp(y, softmax);
        for (var start = 0; start < y.Length; start += columns)
        {
            var powers = softmax.Slice(start, columns);
            var row = y.Slice(start, columns);
            var sum = TensorPrimitives.Sum<float>(powers);
            TensorPrimitives.Subtract(row, MathF.Log(sum), row);
            TensorPrimitives.Divide(powers, sum, powers);
        }
    }

    private static void Shift(ReadOnlySpan<float> x, Span<float> y, int columns)
    {
        for (var start = 0; start < x.Length; start += columns)
        {
            var row = x.Slice(start, columns);
            TensorPrimitives.Subtract(row, TensorPrimitives.Max(row), y.Slice(start, columns));
        }
    }
}
