using System.Numerics.Tensors;
using System.Runtime.CompilerServices;

namespace Inkling.Kernels;

/// <summary>Loops over the rows of a matrix.</summary>
internal static class Rows
{
    /// <summary>Sets every row of <paramref name="matrix"/> to <paramref name="row"/>.</summary>
    public static void Fill(Span<float> matrix, ReadOnlySpan<float> row)
    {
        for (var start = 0; start < matrix.Length; start += row.Length)
            row.CopyTo(matrix[start..]);
    }

    /// <summary>Computes the sum of all rows, added one after the other.</summary>
    public static void Sum(ReadOnlySpan<float> matrix, Span<float> sums)
    {
        sums.Clear();
        for (var start = 0; start < matrix.Length; start += sums.Length)
            TensorPrimitives.Add(sums, matrix.Slice(start, sums.Length), sums);
    }

    /// <summary>Copies a matrix [rows, columns] between memory of different row strides, in floats.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static unsafe void Copy(float* source, int sourceStride, float* target, int targetStride, int rows, int columns)
    {
        for (var i = 0; i < rows; i++)
            new Span<float>(source + ((long)i * sourceStride), columns).CopyTo(new Span<float>(target + ((long)i * targetStride), columns));
    }
}
