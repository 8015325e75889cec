using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace Inkling.Kernels;

/// <summary>A matrix in memory: element (i, j) lies at <c>i * RowStride + j * ColumnStride</c>.</summary>
internal readonly unsafe struct Matrix(float* values, int rowStride, int columnStride)
{
    public readonly float* Values = values;
    public readonly int RowStride = rowStride;
    public readonly int ColumnStride = columnStride;
}

/// <summary>
/// The dense matrix product C = A B or C += A B. A micro-kernel of 6 rows by 2 vectors keeps 12 sums in registers; B is read in place where
/// its rows are contiguous and few rows of A use them, and packed into panels of 2 vectors otherwise. Every element is summed over k in
/// ascending order by one multiply-add each, so the result has the same bits at every vector width and thread count.
/// </summary>
internal static unsafe class MatMulKernel
{
    private const int TileRows = 6;

    /// <summary>
    /// Rows of A from which a panel of B is copied: its rows often lie at powers of two apart, where only a few of them fit into the
    /// first-level cache together.
    /// </summary>
    private const int RowsPerPackedPanel = CostModel.TilesPerPackedPanel * TileRows;

    private const int PrefetchedRows = 16;

    /// <summary>Panels from which there are enough items for all threads even with many rows each.</summary>
    private const int MinPanelsForLargeItems = 16;

    /// <summary>Computes C = A B, or C += A B.</summary>
    /// <param name="a">[m, k], any strides.</param>
    /// <param name="b">[k, n], any strides.</param>
    /// <param name="c">[m, n], row-major with row stride <paramref name="cStride"/>.</param>
    /// <param name="cStride">Floats from one row of C to the next.</param>
    /// <param name="m">Rows of A and C.</param>
    /// <param name="n">Columns of B and C.</param>
    /// <param name="k">Columns of A, rows of B.</param>
    /// <param name="accumulate">Whether the product is added to the content of C.</param>
    public static void Multiply(Matrix a, Matrix b, float* c, int cStride, int m, int n, int k, bool accumulate)
    {
        if (m == 0 || n == 0)
            return;
        if (k == 0)
        {
            for (var i = 0; i < m && !accumulate; i++)
                new Span<float>(c + ((long)i * cStride), n).Clear();
            return;
        }

        // An item is one panel of columns and so many whole tiles of rows that packing the panel pays off.
        var panel = 2 * VectorDispatch.Lanes;
        var panels = (n + panel - 1) / panel;
        var rows = (panels < MinPanelsForLargeItems ? 4 : 16) * TileRows;
        var job = new Job
        {
            A = a,
            B = b,
            C = c,
            CStride = cStride,
            M = m,
            N = n,
            K = k,
            Accumulate = accumulate,
            RowsPerItem = rows,
            RowItems = (m + rows - 1) / rows,
        };
        VectorDispatch.For<Kernel>(panels * job.RowItems, &job, CostModel.IsWorthSharing((long)m * n * k, CostModel.MultiplyAdd));
    }

    private struct Job
    {
        public Matrix A, B;
        public float* C;
        public int CStride, M, N, K, RowsPerItem, RowItems;
        public bool Accumulate;
    }

    /// <summary>An item: a panel of columns for some rows of C.</summary>
    private readonly struct Kernel : IVectorKernel
    {
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        [SkipLocalsInit]
        public static void Run<TLanes, TVector>(void* context, int item)
            where TLanes : struct, ILanes<TVector>
            where TVector : struct
        {
            ref var job = ref *(Job*)context;
            var width = TLanes.Count;
            var column = item / job.RowItems * 2 * width;
            var columns = Math.Min(2 * width, job.N - column);
            var panel = columns <= width ? width : 2 * width;
            var firstRow = item % job.RowItems * job.RowsPerItem;
            var endRow = Math.Min(job.M, firstRow + job.RowsPerItem);
            var fewRows = endRow - firstRow < RowsPerPackedPanel;
            var inPlace = job.B.ColumnStride == 1 && columns == panel && (fewRows || job.B.RowStride == panel);
            var packed = stackalloc float[inPlace ? 1 : Math.Min(CostModel.PanelDepth, job.K) * panel];
            var edge = stackalloc float[TileRows * panel];
            for (var k0 = 0; k0 < job.K; k0 += CostModel.PanelDepth)
            {
                var depth = Math.Min(CostModel.PanelDepth, job.K - k0);
                var b = job.B.Values + ((long)k0 * job.B.RowStride) + ((long)column * job.B.ColumnStride);
                var bStride = job.B.RowStride;
                if (!inPlace)
                {
                    Pack(b, job.B.RowStride, job.B.ColumnStride, packed, depth, columns, panel);
                    b = packed;
                    bStride = panel;
                }

                var add = job.Accumulate || k0 > 0;
                for (var row = firstRow; row < endRow; row += TileRows)
                {
                    var rows = Math.Min(TileRows, endRow - row);
                    var a = job.A.Values + ((long)row * job.A.RowStride) + ((long)k0 * job.A.ColumnStride);
                    var c = job.C + ((long)row * job.CStride) + column;

                    // At the edges the tile is computed whole, beside C, and its valid part copied.
                    var whole = rows == TileRows && columns == panel;
                    var (target, targetStride) = whole ? ((nint)c, job.CStride) : ((nint)edge, panel);
                    if (add && !whole)
                        Rows.Copy(c, job.CStride, edge, panel, rows, columns);
                    if (panel > width)
                        Tile<TLanes, TVector>(a, job.A, rows, b, bStride, (float*)target, targetStride, depth, add);
                    else
                        NarrowTile<TLanes, TVector>(a, job.A, rows, b, bStride, (float*)target, targetStride, depth, add);
                    if (!whole)
                        Rows.Copy(edge, panel, c, job.CStride, rows, columns);
                }
            }
        }
    }

    /// <summary>Copies B[depth, columns] into rows of <paramref name="panel"/> floats, the missing columns zero.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Pack(float* b, int rowStride, int columnStride, float* packed, int depth, int columns, int panel)
    {
        if (columns < panel)
            new Span<float>(packed, depth * panel).Clear();
        if (columnStride == 1)
        {
            for (var k = 0; k < depth; k++, b += rowStride, packed += panel)
            {
                // The next rows lie on other pages, across which the processor does not prefetch.
                if (Sse.IsSupported)
                {
                    Sse.Prefetch0(b + ((long)PrefetchedRows * rowStride));
                    Sse.Prefetch0(b + ((long)PrefetchedRows * rowStride) + columns - 1);
                }

                new Span<float>(b, columns).CopyTo(new Span<float>(packed, columns));
            }

            return;
        }

        for (var j = 0; j < columns; j++)
        {
            var source = b + ((long)j * columnStride);
            var target = packed + j;
            for (var k = 0; k < depth; k++, source += rowStride, target += panel)
                *target = *source;
        }
    }

    /// <summary>
    /// The micro-kernel: 6 rows of A by 2 vectors of columns of B. Where there are fewer rows, the last one stands in for the missing ones.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Tile<TLanes, TVector>(
        float* a, in Matrix matrix, int rows, float* b, int bStride, float* c, int cStride, int depth, bool accumulate)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        var width = TLanes.Count;
        var (aRow, aColumn) = (matrix.RowStride, matrix.ColumnStride);
        float* a0 = a, a1 = a + ((long)Math.Min(1, rows - 1) * aRow), a2 = a + ((long)Math.Min(2, rows - 1) * aRow);
        float* a3 = a + ((long)Math.Min(3, rows - 1) * aRow), a4 = a + ((long)Math.Min(4, rows - 1) * aRow);
        var a5 = a + ((long)Math.Min(5, rows - 1) * aRow);
        float* c0 = c, c1 = c0 + cStride, c2 = c1 + cStride, c3 = c2 + cStride, c4 = c3 + cStride, c5 = c4 + cStride;
        TVector s00, s01, s10, s11, s20, s21, s30, s31, s40, s41, s50, s51;
        if (accumulate)
        {
            (s00, s01, s10, s11) = (TLanes.Load(c0), TLanes.Load(c0 + width), TLanes.Load(c1), TLanes.Load(c1 + width));
            (s20, s21, s30, s31) = (TLanes.Load(c2), TLanes.Load(c2 + width), TLanes.Load(c3), TLanes.Load(c3 + width));
            (s40, s41, s50, s51) = (TLanes.Load(c4), TLanes.Load(c4 + width), TLanes.Load(c5), TLanes.Load(c5 + width));
        }
        else
        {
            s00 = s01 = s10 = s11 = s20 = s21 = s30 = s31 = s40 = s41 = s50 = s51 = TLanes.Zero;
        }

        for (; depth > 0; depth--)
        {
            var b0 = TLanes.Load(b);
            var b1 = TLanes.Load(b + width);
            var x = TLanes.Broadcast(*a0);
            s00 = TLanes.MultiplyAdd(x, b0, s00);
            s01 = TLanes.MultiplyAdd(x, b1, s01);
            x = TLanes.Broadcast(*a1);
            s10 = TLanes.MultiplyAdd(x, b0, s10);
            s11 = TLanes.MultiplyAdd(x, b1, s11);
            x = TLanes.Broadcast(*a2);
            s20 = TLanes.MultiplyAdd(x, b0, s20);
            s21 = TLanes.MultiplyAdd(x, b1, s21);
            x = TLanes.Broadcast(*a3);
            s30 = TLanes.MultiplyAdd(x, b0, s30);
            s31 = TLanes.MultiplyAdd(x, b1, s31);
            x = TLanes.Broadcast(*a4);
            s40 = TLanes.MultiplyAdd(x, b0, s40);
            s41 = TLanes.MultiplyAdd(x, b1, s41);
            x = TLanes.Broadcast(*a5);
            s50 = TLanes.MultiplyAdd(x, b0, s50);
            s51 = TLanes.MultiplyAdd(x, b1, s51);
            b += bStride;
            a0 += aColumn;
            a1 += aColumn;
            a2 += aColumn;
            a3 += aColumn;
            a4 += aColumn;
            a5 += aColumn;
        }

        TLanes.Store(s00, c0);
        TLanes.Store(s01, c0 + width);
        TLanes.Store(s10, c1);
        TLanes.Store(s11, c1 + width);
        TLanes.Store(s20, c2);
        TLanes.Store(s21, c2 + width);
        TLanes.Store(s30, c3);
        TLanes.Store(s31, c3 + width);
        TLanes.Store(s40, c4);
        TLanes.Store(s41, c4 + width);
        TLanes.Store(s50, c5);
        TLanes.Store(s51, c5 + width);
    }

    /// <summary>The micro-kernel for the last few columns: 6 rows of A by 1 vector of columns of B.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void NarrowTile<TLanes, TVector>(
        float* a, in Matrix matrix, int rows, float* b, int bStride, float* c, int cStride, int depth, bool accumulate)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        var (aRow, aColumn) = (matrix.RowStride, matrix.ColumnStride);
        float* a0 = a, a1 = a + ((long)Math.Min(1, rows - 1) * aRow), a2 = a + ((long)Math.Min(2, rows - 1) * aRow);
        float* a3 = a + ((long)Math.Min(3, rows - 1) * aRow), a4 = a + ((long)Math.Min(4, rows - 1) * aRow);
        var a5 = a + ((long)Math.Min(5, rows - 1) * aRow);
        float* c0 = c, c1 = c0 + cStride, c2 = c1 + cStride, c3 = c2 + cStride, c4 = c3 + cStride, c5 = c4 + cStride;
        TVector s0, s1, s2, s3, s4, s5;
        if (accumulate)
        {
            (s0, s1, s2) = (TLanes.Load(c0), TLanes.Load(c1), TLanes.Load(c2));
            (s3, s4, s5) = (TLanes.Load(c3), TLanes.Load(c4), TLanes.Load(c5));
        }
        else
        {
            s0 = s1 = s2 = s3 = s4 = s5 = TLanes.Zero;
        }

        for (; depth > 0; depth--)
        {
            var b0 = TLanes.Load(b);
            s0 = TLanes.MultiplyAdd(TLanes.Broadcast(*a0), b0, s0);
            s1 = TLanes.MultiplyAdd(TLanes.Broadcast(*a1), b0, s1);
            s2 = TLanes.MultiplyAdd(TLanes.Broadcast(*a2), b0, s2);
            s3 = TLanes.MultiplyAdd(TLanes.Broadcast(*a3), b0, s3);
            s4 = TLanes.MultiplyAdd(TLanes.Broadcast(*a4), b0, s4);
            s5 = TLanes.MultiplyAdd(TLanes.Broadcast(*a5), b0, s5);
            b += bStride;
            a0 += aColumn;
            a1 += aColumn;
            a2 += aColumn;
            a3 += aColumn;
            a4 += aColumn;
            a5 += aColumn;
        }

        TLanes.Store(s0, c0);
        TLanes.Store(s1, c1);
        TLanes.Store(s2, c2);
        TLanes.Store(s3, c3);
        TLanes.Store(s4, c4);
        TLanes.Store(s5, c5);
    }
}
