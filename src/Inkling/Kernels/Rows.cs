using System.Numerics.Tensors;

namespace Inkling.Kernels;

/// <summary>Loops over the rows of a matrix.</summary>
internal static class Rows
{
    /// <summary>Every row of <paramref name="matrix"/> becomes <paramref name="row"/>.</summary>
    public static void Fill(Span<float> matrix, ReadOnlySpan<float> row)
    {
        for (var start = 0; start < matrix.Length; start += row.Length)
            row.CopyTo(matrix[start..]);
    }

    /// <summary>sums = the sum of all rows, added one after the other.</summary>
    public static void Sum(ReadOnlySpan<float> matrix, Span<float> sums)
    {
        sums.Clear();
        for (var start = 0; start < matrix.Length; start += sums.Length)
            TensorPrimitives.Add(sums, matrix.Slice(start, sums.Length), sums);
    }
}
