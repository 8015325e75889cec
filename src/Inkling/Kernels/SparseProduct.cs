using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Inkling.Kernels;

/// <summary>
/// The two products of a layer whose input is mostly zeros: X W and the transpose of X times G. Each walks the set bits of a <see cref="SparsityMask"/> and keeps
/// eight vectors of sums in registers. The terms that are left out would add nothing, and the others come in the order of
/// <see cref="Product"/>. (Zero times an infinite weight is left out too, where a dense product would give NaN.)
/// </summary>
internal static unsafe class SparseProduct
{
    /// <summary>The share of elements that may differ from zero for these products to be the faster ones.</summary>
    public const double MaximumDensity = 0.4;

    private const int RowsPerItem = 8;

    /// <summary>Columns of X per item: whole words of the mask.</summary>
    private const int ColumnsPerItem = 64;

    private struct Job
    {
        public float* X, Dense, Result;
        public ulong* Mask;
        public int Rows, Inner, Outer;
    }

    /// <summary>Y += X W, with X [m, k] sparse, W [k, n] and Y [m, n] dense and row-major.</summary>
    public static void Multiply(
        ReadOnlySpan<float> x, ReadOnlySpan<ulong> byRows, ReadOnlySpan<float> w, Span<float> y, int m, int n, int k)
    {
        fixed (float* px = x, pw = w, py = y)
        fixed (ulong* mask = byRows)
        {
            var job = new Job { X = px, Dense = pw, Result = py, Mask = mask, Rows = m, Inner = k, Outer = n };
            var items = (m + RowsPerItem - 1) / RowsPerItem;
            switch (Compute.VectorBits)
            {
                case 512:
                    WorkerPool.For(items, &Rows<Lanes512, Vector512<float>>, &job);
                    break;
                case 256:
                    WorkerPool.For(items, &Rows<Lanes256, Vector256<float>>, &job);
                    break;
                default:
                    WorkerPool.For(items, &Rows<Lanes128, Vector128<float>>, &job);
                    break;
            }
        }
    }

    /// <summary>D = Xᵀ G, with X [m, k] sparse, G [m, n] and D [k, n] dense and row-major.</summary>
    public static void MultiplyTransposed(
        ReadOnlySpan<float> x, ReadOnlySpan<ulong> byColumns, ReadOnlySpan<float> g, Span<float> d, int m, int n, int k)
    {
        fixed (float* px = x, pg = g, pd = d)
        fixed (ulong* mask = byColumns)
        {
            var job = new Job { X = px, Dense = pg, Result = pd, Mask = mask, Rows = m, Inner = k, Outer = n };
            var items = (k + ColumnsPerItem - 1) / ColumnsPerItem;
            switch (Compute.VectorBits)
            {
                case 512:
                    WorkerPool.For(items, &Columns<Lanes512, Vector512<float>>, &job);
                    break;
                case 256:
                    WorkerPool.For(items, &Columns<Lanes256, Vector256<float>>, &job);
                    break;
                default:
                    WorkerPool.For(items, &Columns<Lanes128, Vector128<float>>, &job);
                    break;
            }
        }
    }

    /// <summary>Some rows of Y. Word after word of the mask, so that the 64 rows of W that a word selects stay in the first-level cache for all rows of the item.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Rows<TLanes, TVector>(void* context, int item)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        ref var job = ref *(Job*)context;
        var words = SparsityMask.RowWords(job.Inner);
        var first = item * RowsPerItem;
        var end = Math.Min(job.Rows, first + RowsPerItem);
        for (var column = 0; column < job.Outer;)
        {
            var left = job.Outer - column;
            for (var word = 0; word < words; word++)
            {
                for (var row = first; row < end; row++)
                {
                    var bits = job.Mask[(row * words) + word];
                    if (bits == 0)
                        continue;
                    Sum<TLanes, TVector>(
                        bits, job.X + ((long)row * job.Inner) + (word * 64), 1,
                        job.Dense + ((long)word * 64 * job.Outer) + column, job.Outer, job.Result + ((long)row * job.Outer) + column, left, true);
                }
            }

            column += Covered<TLanes, TVector>(left);
        }
    }

    /// <summary>Some rows of D, each of them the sum over the images that have ink at one pixel.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Columns<TLanes, TVector>(void* context, int item)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        ref var job = ref *(Job*)context;
        var words = SparsityMask.RowWords(job.Inner) * 64;
        var first = item * ColumnsPerItem;
        var end = Math.Min(job.Inner, first + ColumnsPerItem);
        for (var column = 0; column < job.Outer;)
        {
            var left = job.Outer - column;
            for (var pixel = first; pixel < end; pixel++)
            {
                for (var group = 0; group * 64 < job.Rows; group++)
                {
                    Sum<TLanes, TVector>(
                        job.Mask[(group * words) + pixel], job.X + ((long)group * 64 * job.Inner) + pixel, job.Inner,
                        job.Dense + ((long)group * 64 * job.Outer) + column, job.Outer, job.Result + ((long)pixel * job.Outer) + column, left, group > 0);
                }
            }

            column += Covered<TLanes, TVector>(left);
        }
    }

    /// <summary>How many of <paramref name="left"/> columns one call of <see cref="Sum"/> does.</summary>
    private static int Covered<TLanes, TVector>(int left)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct =>
        left >= 8 * TLanes.Count ? 8 * TLanes.Count : left >= TLanes.Count ? TLanes.Count : 1;

    /// <summary>target (+)= sum over the set bits i of x[i * xStride] * dense[i * denseStride], over eight vectors, one vector or one float.</summary>
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
                (s0, s1, s2, s3) = (TLanes.Load(target), TLanes.Load(target + width), TLanes.Load(target + (2 * width)), TLanes.Load(target + (3 * width)));
                (s4, s5, s6, s7) = (TLanes.Load(target + (4 * width)), TLanes.Load(target + (5 * width)), TLanes.Load(target + (6 * width)), TLanes.Load(target + (7 * width)));
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
                s0 = TLanes.FusedMultiplyAdd(value, TLanes.Load(row), s0);
                s1 = TLanes.FusedMultiplyAdd(value, TLanes.Load(row + width), s1);
                s2 = TLanes.FusedMultiplyAdd(value, TLanes.Load(row + (2 * width)), s2);
                s3 = TLanes.FusedMultiplyAdd(value, TLanes.Load(row + (3 * width)), s3);
                s4 = TLanes.FusedMultiplyAdd(value, TLanes.Load(row + (4 * width)), s4);
                s5 = TLanes.FusedMultiplyAdd(value, TLanes.Load(row + (5 * width)), s5);
                s6 = TLanes.FusedMultiplyAdd(value, TLanes.Load(row + (6 * width)), s6);
                s7 = TLanes.FusedMultiplyAdd(value, TLanes.Load(row + (7 * width)), s7);
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
                sum = TLanes.FusedMultiplyAdd(TLanes.Broadcast(x[i * xStride]), TLanes.Load(dense + (i * denseStride)), sum);
            }

            TLanes.Store(sum, target);
        }
        else
        {
            var sum = accumulate ? *target : 0;
            for (; bits != 0; bits &= bits - 1)
            {
                var i = (nint)BitOperations.TrailingZeroCount(bits);
                sum = MathF.FusedMultiplyAdd(x[i * xStride], dense[i * denseStride], sum);
            }

            *target = sum;
        }
    }
}
