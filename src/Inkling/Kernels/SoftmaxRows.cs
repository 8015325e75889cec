using System.Numerics.Tensors;
using System.Runtime.CompilerServices;

namespace Inkling.Kernels;

/// <summary>
/// Softmax and its logarithm over the rows of a matrix; the maximum of each row is subtracted first, so that no exponential overflows. Rows
/// are short, so the exponentials of the whole matrix are computed in one call, the rest in plain loops.
/// </summary>
internal static class SoftmaxRows
{
    /// <summary>Computes y = exp(x) / sum of exp(x), row by row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Softmax(ReadOnlySpan<float> x, Span<float> y, int columns)
    {
        Shift(x, y, columns);
        TensorPrimitives.Exp(y, y);
        for (var start = 0; start < y.Length; start += columns)
            Normalize(y.Slice(start, columns));
    }

    /// <summary>Computes y = x - ln(sum of exp(x)), row by row, and exp(y) in <paramref name="softmax"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void LogSoftmax(ReadOnlySpan<float> x, Span<float> y, Span<float> softmax, int columns)
    {
        Shift(x, y, columns);
        TensorPrimitives.Exp(y, softmax);
        for (var start = 0; start < y.Length; start += columns)
        {
            var log = MathF.Log(Normalize(softmax.Slice(start, columns)));
            foreach (ref var value in y.Slice(start, columns))
                value -= log;
        }
    }

    /// <summary>Divides a row by its sum, and returns the sum.</summary>
    private static float Normalize(Span<float> row)
    {
        var sum = 0f;
        foreach (var value in row)
            sum += value;
        foreach (ref var value in row)
            value /= sum;
        return sum;
    }

    private static void Shift(ReadOnlySpan<float> x, Span<float> y, int columns)
    {
        for (var start = 0; start < x.Length; start += columns)
        {
            var row = x.Slice(start, columns);
            var largest = row[0];
            foreach (var value in row)
                largest = MathF.Max(largest, value);
            var shifted = y.Slice(start, columns);
            for (var i = 0; i < row.Length; i++)
                shifted[i] = row[i] - largest;
        }
    }
}
