using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Inkling.Kernels;

/// <summary>Copies the factors of a convolution into the layouts that its tiles read.</summary>
internal static unsafe class ConvolutionPacking
{
    private struct Job
    {
        public float* Source, Target;
        public int Rows, Stride, Width;
    }

    /// <summary>Copies a matrix panel by panel: [rows, columns] becomes [panels, rows, width].</summary>
    /// <param name="source">The matrix.</param>
    /// <param name="target">As many floats as the matrix.</param>
    /// <param name="rows">Rows of the matrix.</param>
    /// <param name="columns">Columns of the matrix, a multiple of <paramref name="width"/>.</param>
    /// <param name="width">Columns of a panel, a multiple of four.</param>
    public static void CopyPanels(float* source, float* target, int rows, int columns, int width)
    {
        var job = new Job { Source = source, Target = target, Rows = rows, Stride = columns, Width = width };
        WorkerPool.For(columns / width, &Panel, &job);
    }

    /// <summary>Copies some columns of a matrix, a multiple of four, into a matrix of their own.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void CopyPanel(float* source, int stride, float* target, int rows, int columns)
    {
        var step = columns % 8 == 0 ? 8 : 4;
        for (; rows > 0; rows--, source += stride, target += columns)
        {
            for (var j = 0; j < columns; j += step)
            {
                if (step == 8)
                    Vector256.Load(source + j).Store(target + j);
                else
                    Vector128.Load(source + j).Store(target + j);
            }
        }
    }

    private static void Panel(void* context, int item)
    {
        ref var job = ref *(Job*)context;
        CopyPanel(job.Source + (item * job.Width), job.Stride, job.Target + ((long)item * job.Rows * job.Width), job.Rows, job.Width);
    }
}

/// <summary>A matrix whose rows are whole vectors: the given one where its columns allow it, else a copy.</summary>
internal readonly unsafe ref struct PaddedMatrix
{
    private readonly Scratch _copy;

    /// <param name="values">[rows, columns].</param>
    /// <param name="rows">Rows of the matrix.</param>
    /// <param name="columns">Columns of the matrix.</param>
    public PaddedMatrix(float* values, int rows, int columns)
    {
        Stride = ConvolutionPlan.PaddedColumns(columns);
        if (Stride == columns)
        {
            Values = values;
            return;
        }

        _copy = Scratch.Of(rows * Stride);
        Values = _copy.Pointer;
        Rows.Copy(values, columns, Values, Stride, rows, columns);
    }

    public float* Values { get; }

    /// <summary>Gets the floats from one row to the next.</summary>
    public int Stride { get; }

    public void Dispose() => _copy.Dispose();
}

/// <summary>
/// The weights that an item reads: a panel of columns of each tap, copied when a tap is first used where that is asked for.
/// </summary>
internal unsafe struct WeightPanel
{
    /// <summary>The panel of the first tap.</summary>
    public float* Weights;

    /// <summary>Room for the panels of all taps, or null to read the weights where they are.</summary>
    public float* Packed;

    /// <summary>Floats from the weights of one tap to those of the next.</summary>
    public long TapStride;

    /// <summary>Floats from one row of the weights to the next.</summary>
    public int RowStride;

    /// <summary>Rows and columns of a panel.</summary>
    public int Depth, Width;

    private ulong _copied;

    /// <summary>Gets the panel of a tap.</summary>
    public float* Tap(int tap)
    {
        var weights = Weights + (tap * TapStride);
        if (Packed == null)
            return weights;
        var copy = Packed + ((long)tap * Depth * Width);
        if ((_copied >> tap & 1) == 0)
            ConvolutionPacking.CopyPanel(weights, RowStride, copy, Depth, Width);
        _copied |= 1UL << tap;
        return copy;
    }
}
