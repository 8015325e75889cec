using System.Runtime.CompilerServices;

namespace Inkling.Kernels;

/// <summary>
/// The product whose rows are input channels at taps: the gradient with respect to the weights. A segment is a position of the output at
/// which the tap lies inside the input, its terms are the images.
/// </summary>
internal static unsafe class ConvolutionWeightGradient
{
    /// <summary>Floats that an item clears.</summary>
    private const int ClearedPerItem = 32_768;

    private struct Job
    {
        public ConvolutionShape Shape;
        public ConvolutionPlan Plan;
        public float* X, Gradient, Result, Zeros;

        /// <summary>[output positions, taps]: the input position that a tap reads, or -1.</summary>
        public int* Table;
        public int FirstTap, Rows, BStride, ClearingItems;
    }

    /// <summary>Computes dW from X and dY.</summary>
    /// <param name="shape">All sizes.</param>
    /// <param name="x">[H, W, N, C].</param>
    /// <param name="dy">[OH, OW, N, O].</param>
    /// <param name="dw">[active taps, C, O].</param>
    public static void Run(in ConvolutionShape shape, float* x, float* dy, float* dw)
    {
        using var gradient = new PaddedMatrix(dy, shape.Output.Area * shape.Images, shape.OutChannels);
        using var table = Scratch.Of(shape.Output.Area * shape.Taps);
        shape.FillInputs(table.Integers);
        var even = shape.InChannels % ConvolutionMicroKernel.Rows == 0;
        using var zeros = Scratch.Of(even ? 0 : shape.Images * shape.InChannels);
        zeros.Floats.Clear();
        var (first, end) = shape.ActiveTaps();
        var rows = (end - first) * shape.InChannels;
        var job = new Job
        {
            Shape = shape,
            Plan = ConvolutionPlan.ForWeightGradient(rows, shape.OutChannels, (long)shape.Output.Area * shape.Images),
            X = x,
            Gradient = gradient.Values,
            BStride = gradient.Stride,
            Result = dw,
            Zeros = zeros.Pointer,
            Table = table.IntegerPointer,
            FirstTap = first,
            Rows = rows,
            ClearingItems = (int)(((long)shape.InChannels * shape.OutChannels / ClearedPerItem) + 1),
        };
        VectorDispatch.For<Kernel>(job.Plan.Items, &job, job.Plan.IsShared);
        WorkerPool.For((end - first) * job.ClearingItems, &Clear, &job, job.Plan.IsShared);
    }

    /// <summary>An item: a panel of columns for some rows of the gradient.</summary>
    private readonly struct Kernel : IVectorKernel
    {
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        [SkipLocalsInit]
        public static void Run<TLanes, TVector>(void* context, int item)
            where TLanes : struct, ILanes<TVector>
            where TVector : struct
        {
            ref var job = ref *(Job*)context;
            ref var shape = ref job.Shape;
            var panelWidth = ConvolutionMicroKernel.Vectors * TLanes.Count;
            var column = item / job.Plan.RowGroups * panelWidth;
            var first = item % job.Plan.RowGroups * job.Plan.RowsPerItem;
            var end = Math.Min(job.Rows, first + job.Plan.RowsPerItem);
            var segments = stackalloc Segment[ConvolutionPlan.MaxSegments];
            var gathered = stackalloc nint[ConvolutionPlan.MaxSegments * ConvolutionMicroKernel.Rows];
            var positions = shape.Output.Area;

            // So many positions at once that their panel of the gradient stays in the first-level cache.
            var atOnce = Math.Clamp(CostModel.PanelDepth / Math.Max(1, shape.Images), 1, ConvolutionPlan.MaxSegments);
            var width = Math.Min(job.BStride - column, panelWidth);
            using var panel = Scratch.Of(job.BStride > width ? atOnce * shape.Images * width : 0);
            var tile = new ConvolutionTile
            {
                Stride = shape.OutChannels,
                BStride = width,
                Depth = shape.Images,
                Step = shape.InChannels * sizeof(float),
                Columns = Math.Min(shape.OutChannels - column, panelWidth),
                PanelColumns = width,
            };
            for (var output = 0; output < positions; output += atOnce)
            {
                tile.Accumulate = output > 0;
                var last = Math.Min(positions, output + atOnce);
                var gradient = job.Gradient + ((long)output * shape.Images * job.BStride) + column;
                if (panel.Pointer != null)
                {
                    ConvolutionPacking.CopyPanel(gradient, job.BStride, panel.Pointer, (last - output) * shape.Images, width);
                    gradient = panel.Pointer;
                }

                for (var row = first; row < end; row += ConvolutionMicroKernel.Rows)
                {
                    tile.Rows = Math.Min(ConvolutionMicroKernel.Rows, end - row);
                    tile.C = job.Result + ((long)row * shape.OutChannels) + column;
                    var (tap, channel) = (job.FirstTap + (row / shape.InChannels), row % shape.InChannels);
                    if (channel + tile.Rows > shape.InChannels)
                    {
                        var many = ManyTaps(ref job, row, tile.Rows, output, last, gradient, width, segments, gathered);
                        if (many > 0 || output == 0)
                            ConvolutionTile.Compute<TLanes, TVector, GatheredRows>(segments, gathered, many, ref tile);
                        continue;
                    }

                    var count = OneTap(ref job, tap, output, last, gradient, width, segments);
                    if (count == 0 && (output > 0 || !shape.IsActive(tap)))
                        continue;
                    for (var i = 0; i < ConvolutionMicroKernel.Rows; i++)
                        gathered[i] = (channel + Math.Min(i, tile.Rows - 1)) * sizeof(float);
                    ConvolutionTile.Compute<TLanes, TVector, EvenRows>(segments, gathered, count, ref tile);
                }
            }
        }
    }

    /// <summary>Lists the positions at which a tap lies inside the input, where all rows of a tile are channels at one tap.</summary>
    private static int OneTap(ref Job job, int tap, int output, int last, float* gradient, int width, Segment* segments)
    {
        ref var shape = ref job.Shape;
        var count = 0;
        for (; output < last; output++, gradient += (long)shape.Images * width)
        {
            var source = job.Table[((long)output * shape.Taps) + tap];
            if (source < 0)
                continue;
            segments[count].A = (byte*)(job.X + ((long)source * shape.Images * shape.InChannels));
            segments[count++].B = gradient;
        }

        return count;
    }

    /// <summary>
    /// Lists the positions at which any row of a tile that spans several taps lies inside the input; the other rows read zeros.
    /// </summary>
    private static int ManyTaps(
        ref Job job, int row, int rows, int output, int last, float* gradient, int width, Segment* segments, nint* gathered)
    {
        ref var shape = ref job.Shape;
        var count = 0;
        var missing = (nint)((byte*)job.Zeros - (byte*)job.X);
        for (; output < last; output++, gradient += (long)shape.Images * width)
        {
            var offsets = gathered + (count * ConvolutionMicroKernel.Rows);
            var inside = false;
            for (var i = 0; i < ConvolutionMicroKernel.Rows; i++)
            {
                var at = row + Math.Min(i, rows - 1);
                var tap = at / shape.InChannels;
                var source = job.Table[((long)output * shape.Taps) + job.FirstTap + tap];
                inside |= source >= 0;
                offsets[i] = source < 0
                    ? missing
                    : (((nint)source * shape.Images * shape.InChannels) + (at - (tap * shape.InChannels))) * sizeof(float);
            }

            if (!inside)
                continue;
            segments[count].A = (byte*)job.X;
            segments[count++].B = gradient;
        }

        return count;
    }

    /// <summary>Clears the gradient of a tap between the active ones that only reads padding.</summary>
    private static void Clear(void* context, int item)
    {
        ref var job = ref *(Job*)context;
        var tap = item / job.ClearingItems;
        if (job.Shape.IsActive(job.FirstTap + tap))
            return;
        var size = (long)job.Shape.InChannels * job.Shape.OutChannels;
        var first = (long)(item % job.ClearingItems) * ClearedPerItem;
        new Span<float>(job.Result + (tap * size) + first, (int)Math.Clamp(size - first, 0, ClearedPerItem)).Clear();
    }
}
