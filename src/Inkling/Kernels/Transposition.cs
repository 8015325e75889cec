using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Inkling.Kernels;

/// <summary>The transposition of matrices.</summary>
internal static unsafe class Transposition
{
    private const int Tile = 8;

    /// <summary>Rows of the source that make an item: they fill a cache line of each row of the target.</summary>
    private const int RowsPerItem = 16;

    private struct Job
    {
        public float* Source, Target;
        public int Rows, Columns, Panel, Strips;
        public long PanelStride;
    }

    /// <summary>Transposes a matrix [rows, columns] to [columns, rows].</summary>
    public static void Run(float* source, float* target, int rows, int columns) => Run(source, target, 1, rows, columns, rows, 0);

    /// <summary>
    /// Transposes each of <paramref name="count"/> consecutive matrices [rows, columns] to panels [columns, panel]: the first
    /// <paramref name="panel"/> rows of the source become the first panel.
    /// </summary>
    /// <param name="source">[count, rows, columns].</param>
    /// <param name="target">
    /// The first panel of all matrices, [count, columns, panel], then the next after <paramref name="panelStride"/> floats. Columns of the
    /// last panel beyond the source are not written.
    /// </param>
    /// <param name="count">The number of matrices.</param>
    /// <param name="rows">Rows of the source.</param>
    /// <param name="columns">Columns of the source.</param>
    /// <param name="panel">Rows of the source that make a panel.</param>
    /// <param name="panelStride">Floats from one panel to the next.</param>
    public static void Run(float* source, float* target, int count, int rows, int columns, int panel, long panelStride)
    {
        var strips = (rows + RowsPerItem - 1) / RowsPerItem;
        var job = new Job
        {
            Source = source,
            Target = target,
            Rows = rows,
            Columns = columns,
            Panel = panel,
            PanelStride = panelStride,
            Strips = strips,
        };
        WorkerPool.For(
            count * strips, &Strip, &job, CostModel.IsWorthSharing((long)count * rows * columns, CostModel.Transposition));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Strip(void* context, int item)
    {
        ref var job = ref *(Job*)context;
        var matrix = item / job.Strips;
        var first = item % job.Strips * RowsPerItem;
        var end = Math.Min(job.Rows, first + RowsPerItem);
        var source = job.Source + ((long)matrix * job.Rows * job.Columns);
        var target = job.Target + ((long)matrix * job.Columns * job.Panel);
        var stride = job.Panel;
        var column = 0;
        if (Avx.IsSupported && end - first == RowsPerItem && (stride % Tile == 0 || stride == job.Rows))
        {
            for (; column <= job.Columns - Tile; column += Tile)
            {
                for (var row = first; row < end; row += Tile)
                {
                    var to = target + (row / stride * job.PanelStride) + (row % stride) + ((long)column * stride);
                    Eight(source + ((long)row * job.Columns) + column, job.Columns, to, stride);
                }
            }
        }

        for (; column < job.Columns; column++)
        {
            for (var row = first; row < end; row++)
                target[(row / stride * job.PanelStride) + (row % stride) + ((long)column * stride)] =
                    source[((long)row * job.Columns) + column];
        }
    }

    /// <summary>Transposes 8 x 8 elements: exchanges single elements, then pairs, then halves of vectors.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Eight(float* source, int stride, float* target, int targetStride)
    {
        var (r0, r1) = (Vector256.Load(source), Vector256.Load(source + stride));
        var (r2, r3) = (Vector256.Load(source + (2L * stride)), Vector256.Load(source + (3L * stride)));
        source += 4L * stride;
        var (r4, r5) = (Vector256.Load(source), Vector256.Load(source + stride));
        var (r6, r7) = (Vector256.Load(source + (2L * stride)), Vector256.Load(source + (3L * stride)));
        var (a0, a1) = (Avx.UnpackLow(r0, r1), Avx.UnpackHigh(r0, r1));
        var (a2, a3) = (Avx.UnpackLow(r2, r3), Avx.UnpackHigh(r2, r3));
        var (a4, a5) = (Avx.UnpackLow(r4, r5), Avx.UnpackHigh(r4, r5));
        var (a6, a7) = (Avx.UnpackLow(r6, r7), Avx.UnpackHigh(r6, r7));
        var (b0, b1) = (Avx.Shuffle(a0, a2, 0x44), Avx.Shuffle(a0, a2, 0xEE));
        var (b2, b3) = (Avx.Shuffle(a1, a3, 0x44), Avx.Shuffle(a1, a3, 0xEE));
        var (b4, b5) = (Avx.Shuffle(a4, a6, 0x44), Avx.Shuffle(a4, a6, 0xEE));
        var (b6, b7) = (Avx.Shuffle(a5, a7, 0x44), Avx.Shuffle(a5, a7, 0xEE));
        Avx.Permute2x128(b0, b4, 0x20).Store(target);
        Avx.Permute2x128(b1, b5, 0x20).Store(target + targetStride);
        Avx.Permute2x128(b2, b6, 0x20).Store(target + (2L * targetStride));
        Avx.Permute2x128(b3, b7, 0x20).Store(target + (3L * targetStride));
        target += 4L * targetStride;
        Avx.Permute2x128(b0, b4, 0x31).Store(target);
        Avx.Permute2x128(b1, b5, 0x31).Store(target + targetStride);
        Avx.Permute2x128(b2, b6, 0x31).Store(target + (2L * targetStride));
        Avx.Permute2x128(b3, b7, 0x31).Store(target + (3L * targetStride));
    }
}
