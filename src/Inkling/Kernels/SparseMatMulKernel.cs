using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;

namespace Inkling.Kernels;

/// <summary>
/// The two products of a layer whose input is mostly zeros: X W, and the transpose of X times G. Each visits the set bits of a
/// <see cref="SparsityMask"/> and keeps eight vectors of sums in registers. The terms left out are zero, so the result is that of
/// <see cref="MatMulKernel"/> up to rounding. (Zero times an infinite weight is left out too, where a dense product gives NaN.)
/// </summary>
internal static unsafe class SparseMatMulKernel
{
    /// <summary>The share of non-zero elements up to which these products are faster than the dense ones.</summary>
    public const double MaximumDensity = 0.4;

    private const int RowsPerItem = 16;

    /// <summary>Rows from which there are enough items without giving the parts of the columns to different threads.</summary>
    private const int ManyRows = 512;

    private struct Job
    {
        public float* X, Dense, Result, Partial;
        public ulong* Mask;
        public int Rows, Inner, Outer, Groups;

        public readonly bool IsWorthSharing => CostModel.IsWorthSharing((long)Rows * Inner * Outer, CostModel.SparseMultiplyAdd);
    }

    /// <summary>Computes Y += X W, with X [m, k] sparse, W [k, n] and Y [m, n] dense and row-major, and writes the mask of X.</summary>
    /// <remarks>
    /// The columns of X are always summed in the parts of <see cref="SparsityMask.Parts"/>, the second part apart and added at the end, so
    /// that an image has the same result alone and in any batch.
    /// </remarks>
    public static void Multiply(ReadOnlySpan<float> x, Span<ulong> mask, ReadOnlySpan<float> w, Span<float> y, int m, int n, int k)
    {
        var parts = SparsityMask.Parts(k);
        var apart = parts > 1 && m < ManyRows;
        var partial = apart ? Block.Rent(m * n) : null;
        var sums = partial is null ? [] : partial.Span(0, m * n);
        fixed (float* px = x, pw = w, py = y, pp = sums)
        fixed (ulong* words = mask)
        {
            var groups = (m + RowsPerItem - 1) / RowsPerItem;
            var job = new Job
            {
                X = px,
                Dense = pw,
                Result = py,
                Partial = pp,
                Mask = words,
                Rows = m,
                Inner = k,
                Outer = n,
                Groups = groups,
            };
            var items = apart ? groups * parts : groups;
            VectorDispatch.For<RowsKernel>(items, &job, job.IsWorthSharing);
        }

        if (partial is null)
            return;
        TensorPrimitives.Add(y, sums, y);
        partial.Return();
    }

    /// <summary>Computes D = Xᵀ G, with X [m, k] sparse, G [m, n] and D [k, n] dense and row-major.</summary>
    public static void MultiplyTransposed(
        ReadOnlySpan<float> x, ReadOnlySpan<ulong> mask, ReadOnlySpan<float> g, Span<float> d, int m, int n, int k)
    {
        fixed (float* px = x, pg = g, pd = d)
        fixed (ulong* words = mask)
        {
            var job = new Job { X = px, Dense = pg, Result = pd, Mask = words, Rows = m, Inner = k, Outer = n };
            VectorDispatch.For<ColumnsKernel>(SparsityMask.Words(k), &job, job.IsWorthSharing);
        }
    }

    /// <summary>An item: some rows of Y, over one part of the columns of X where the parts are summed apart, else over all.</summary>
    private readonly struct RowsKernel : IVectorKernel
    {
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public static void Run<TLanes, TVector>(void* context, int item)
            where TLanes : struct, ILanes<TVector>
            where TVector : struct
        {
            ref var job = ref *(Job*)context;
            var firstRow = item % job.Groups * RowsPerItem;
            var rows = Math.Min(RowsPerItem, job.Rows - firstRow);
            var result = job.Result + ((long)firstRow * job.Outer);
            if (job.Partial != null)
            {
                var part = item / job.Groups;
                var sums = part == 0 ? result : job.Partial + ((long)firstRow * job.Outer);
                if (part > 0)
                    new Span<float>(sums, rows * job.Outer).Clear();
                Part<TLanes, TVector>(ref job, part, firstRow, rows, 0, job.Outer, sums, job.Outer);
                return;
            }

            const int Width = 128;
            var secondPart = stackalloc float[RowsPerItem * Width];
            for (var column = 0; column < job.Outer; column += Width)
            {
                var columns = Math.Min(Width, job.Outer - column);
                Part<TLanes, TVector>(ref job, 0, firstRow, rows, column, columns, result + column, job.Outer);
                if (SparsityMask.Parts(job.Inner) == 1)
                    continue;
                new Span<float>(secondPart, RowsPerItem * Width).Clear();
                Part<TLanes, TVector>(ref job, 1, firstRow, rows, column, columns, secondPart, Width);
                for (var row = 0; row < rows; row++)
                {
                    var target = new Span<float>(result + column + ((long)row * job.Outer), columns);
                    TensorPrimitives.Add(target, new ReadOnlySpan<float>(secondPart + (row * Width), columns), target);
                }
            }
        }
    }

    /// <summary>
    /// Adds one part of the columns of X to some rows and columns of sums, word by word of the mask, so that the 64 rows of W that a word
    /// selects stay in the first-level cache for all rows.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Part<TLanes, TVector>(
        ref Job job, int part, int firstRow, int rows, int firstColumn, int columns, float* sums, int stride)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        var (start, length) = SparsityMask.Part(part, job.Inner);
        for (var pixel = start; pixel < start + length; pixel += 64)
        {
            var x = job.X + ((long)firstRow * job.Inner) + pixel;
            var mask = job.Mask + ((long)pixel / 64 * job.Rows) + firstRow;
            for (var row = 0; row < rows && firstColumn == 0; row++)
                mask[row] = SparsityMask.Word<TLanes, TVector>(x + ((long)row * job.Inner), Math.Min(64, start + length - pixel));
            for (var column = 0; column < columns;)
            {
                var left = columns - column;
                var w = job.Dense + ((long)pixel * job.Outer) + firstColumn + column;
                for (var row = 0; row < rows; row++)
                {
                    if (mask[row] != 0)
                        Sum<TLanes, TVector>(
                            mask[row], x + ((long)row * job.Inner), 1, w, job.Outer, sums + ((long)row * stride) + column, left, true);
                }

                column += Covered<TLanes, TVector>(left);
            }
        }
    }

    /// <summary>An item: 64 rows of D, each the sum over the rows of X whose element is not zero.</summary>
    private readonly struct ColumnsKernel : IVectorKernel
    {
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public static void Run<TLanes, TVector>(void* context, int word)
            where TLanes : struct, ILanes<TVector>
            where TVector : struct
        {
            ref var job = ref *(Job*)context;
            var byColumn = stackalloc ulong[64];
            var first = word * 64;
            var pixels = Math.Min(64, job.Inner - first);
            for (var row = 0; row < job.Rows; row += 64)
            {
                SparsityMask.Transpose(job.Mask + ((long)word * job.Rows) + row, Math.Min(64, job.Rows - row), byColumn);
                for (var column = 0; column < job.Outer;)
                {
                    var left = job.Outer - column;
                    for (var i = 0; i < pixels; i++)
                    {
                        Sum<TLanes, TVector>(
                            byColumn[i], job.X + ((long)row * job.Inner) + first + i, job.Inner,
                            job.Dense + ((long)row * job.Outer) + column, job.Outer, job.Result + ((long)(first + i) * job.Outer) + column,
                            left, row > 0);
                    }

                    column += Covered<TLanes, TVector>(left);
                }
            }
        }
    }

    /// <summary>The number of the remaining columns that one call of <see cref="Sum"/> computes.</summary>
    private static int Covered<TLanes, TVector>(int left)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct =>
        left >= 8 * TLanes.Count ? 8 * TLanes.Count : left >= TLanes.Count ? TLanes.Count : 1;

    /// <summary>
    /// Computes target (+)= the sum over the set bits i of x[i * xStride] * dense[i * denseStride], for eight vectors, one vector or one
    /// float.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Sum<TLanes, TVector>(
        ulong bits, float* x, nint xStride, float* dense, nint denseStride, float* target, int left, bool accumulate)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        var width = TLanes.Count;
        if (left >= 8 * width)
        {
            TVector s0, s1, s2, s3, s4, s5, s6, s7;
            if (accumulate)
            {
                (s0, s1) = (TLanes.Load(target), TLanes.Load(target + width));
                (s2, s3) = (TLanes.Load(target + (2 * width)), TLanes.Load(target + (3 * width)));
                (s4, s5) = (TLanes.Load(target + (4 * width)), TLanes.Load(target + (5 * width)));
                (s6, s7) = (TLanes.Load(target + (6 * width)), TLanes.Load(target + (7 * width)));
            }
            else
            {
                s0 = s1 = s2 = s3 = s4 = s5 = s6 = s7 = TLanes.Zero;
            }

            for (; bits != 0; bits &= bits - 1)
            {
                var i = (nint)BitOperations.TrailingZeroCount(bits);
                var value = TLanes.Broadcast(x[i * xStride]);
                var row = dense + (i * denseStride);
                s0 = TLanes.MultiplyAdd(value, TLanes.Load(row), s0);
                s1 = TLanes.MultiplyAdd(value, TLanes.Load(row + width), s1);
                s2 = TLanes.MultiplyAdd(value, TLanes.Load(row + (2 * width)), s2);
                s3 = TLanes.MultiplyAdd(value, TLanes.Load(row + (3 * width)), s3);
                s4 = TLanes.MultiplyAdd(value, TLanes.Load(row + (4 * width)), s4);
                s5 = TLanes.MultiplyAdd(value, TLanes.Load(row + (5 * width)), s5);
                s6 = TLanes.MultiplyAdd(value, TLanes.Load(row + (6 * width)), s6);
                s7 = TLanes.MultiplyAdd(value, TLanes.Load(row + (7 * width)), s7);
            }

            TLanes.Store(s0, target);
            TLanes.Store(s1, target + width);
            TLanes.Store(s2, target + (2 * width));
            TLanes.Store(s3, target + (3 * width));
            TLanes.Store(s4, target + (4 * width));
            TLanes.Store(s5, target + (5 * width));
            TLanes.Store(s6, target + (6 * width));
            TLanes.Store(s7, target + (7 * width));
        }
        else if (left >= width)
        {
            var sum = accumulate ? TLanes.Load(target) : TLanes.Zero;
            for (; bits != 0; bits &= bits - 1)
            {
                var i = (nint)BitOperations.TrailingZeroCount(bits);
                sum = TLanes.MultiplyAdd(TLanes.Broadcast(x[i * xStride]), TLanes.Load(dense + (i * denseStride)), sum);
            }

            TLanes.Store(sum, target);
        }
        else
        {
            var sum = accumulate ? *target : 0;
            for (; bits != 0; bits &= bits - 1)
            {
                var i = (nint)BitOperations.TrailingZeroCount(bits);
                sum = float.MultiplyAddEstimate(x[i * xStride], dense[i * denseStride], sum);
            }

            *target = sum;
        }
    }
}
