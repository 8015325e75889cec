using System.Runtime.CompilerServices;

namespace Inkling.Kernels;

/// <summary>
/// The products whose rows are images at positions: the forward pass, and the gradient with respect to the input, which is the same product
/// with another table of taps and the weights of each tap transposed.
/// </summary>
internal static unsafe class ConvolutionForward
{
    private struct Job
    {
        public float* Source, Weights, Result, Zeros;

        /// <summary>[positions, taps]: the position of the source that a tap reads, or -1.</summary>
        public int* Table;

        public int Images, Taps, Depth, Columns, Rows;

        /// <summary>Floats from one row of the weights to the next, and from the weights of one panel to those of the next.</summary>
        public int BStride;
        public long PanelStride;

        public WeightLayout Layout;
        public ConvolutionPlan Plan;
        public EpilogueJob Epilogue;
        public bool Accumulate;
    }

    /// <summary>Computes Y = X * W, or Y += X * W, and applies the epilogue.</summary>
    /// <param name="shape">All sizes.</param>
    /// <param name="x">[H, W, N, C].</param>
    /// <param name="w">[taps, C, O].</param>
    /// <param name="y">[OH, OW, N, O].</param>
    /// <param name="accumulate">Whether the result is added to the content of Y.</param>
    /// <param name="epilogue">Applied to each item's part of the result.</param>
    public static void Run(in ConvolutionShape shape, float* x, float* w, float* y, bool accumulate, in EpilogueJob epilogue)
    {
        var depth = shape.Taps * shape.InChannels;
        using var weights = new PaddedMatrix(w, depth, shape.OutChannels);
        var rows = shape.Output.Area * shape.Images;
        var layout = ConvolutionPlan.LayoutOfWeights(weights.Stride, shape.Taps, rows);
        var panel = ConvolutionPlan.PanelWidth;
        var inPanels = layout == WeightLayout.Panels;
        using var panels = Scratch.Of(inPanels ? depth * weights.Stride : 0);
        if (inPanels)
            ConvolutionPacking.CopyPanels(weights.Values, panels.Pointer, depth, weights.Stride, panel);
        using var table = Scratch.Of(shape.Output.Area * shape.Taps);
        shape.FillInputs(table.Integers);
        var job = new Job
        {
            Source = x,
            Weights = inPanels ? panels.Pointer : weights.Values,
            Result = y,
            Table = table.IntegerPointer,
            Images = shape.Images,
            Taps = shape.Taps,
            Depth = shape.InChannels,
            Columns = shape.OutChannels,
            Rows = rows,
            BStride = inPanels ? panel : weights.Stride,
            PanelStride = inPanels ? (long)depth * panel : panel,
            Layout = layout,
            Epilogue = epilogue,
            Accumulate = accumulate,
        };
        Execute(ref job);
    }

    /// <summary>Computes dX, or dX +=, from dY.</summary>
    /// <param name="shape">All sizes.</param>
    /// <param name="dy">[OH, OW, N, O].</param>
    /// <param name="w">[taps, C, O].</param>
    /// <param name="dx">[H, W, N, C].</param>
    /// <param name="accumulate">Whether the result is added to the content of dX.</param>
    public static void RunBackwardInput(in ConvolutionShape shape, float* dy, float* w, float* dx, bool accumulate)
    {
        var (inChannels, outChannels) = (shape.InChannels, shape.OutChannels);
        var panel = ConvolutionPlan.PanelWidth;
        var panelStride = (long)shape.Taps * outChannels * panel;
        using var weights = Scratch.Of(checked((int)(panelStride * ConvolutionPlan.Panels(inChannels))));
        var (first, end) = shape.ActiveTaps();
        var (from, to) = ((long)first * inChannels * outChannels, (long)first * outChannels * panel);
        Transposition.Run(w + from, weights.Pointer + to, end - first, inChannels, outChannels, panel, panelStride);
        using var table = Scratch.Of(shape.Input.Area * shape.Taps);
        shape.FillOutputs(table.Integers);
        var job = new Job
        {
            Source = dy,
            Weights = weights.Pointer,
            Result = dx,
            Table = table.IntegerPointer,
            Images = shape.Images,
            Taps = shape.Taps,
            Depth = outChannels,
            Columns = inChannels,
            Rows = shape.Input.Area * shape.Images,
            BStride = panel,
            PanelStride = panelStride,
            Layout = WeightLayout.Panels,
            Accumulate = accumulate,
        };
        Execute(ref job);
    }

    private static void Execute(ref Job job)
    {
        using var zeros = Scratch.Of(job.Depth);
        zeros.Floats.Clear();
        job.Zeros = zeros.Pointer;

        // At most all taps contribute to a position; near the edges, and on small feature maps, fewer.
        var terms = 0L;
        for (var i = 0L; i < (long)job.Rows / Math.Max(1, job.Images) * job.Taps; i++)
            terms += job.Table[i] >= 0 ? job.Depth : 0;
        job.Plan = ConvolutionPlan.ForRows(job.Rows, job.Columns, terms * job.Images, job.Layout);
        fixed (Job* pointer = &job)
            VectorDispatch.For<Kernel>(job.Plan.Items, pointer, job.Plan.IsShared);
    }

    /// <summary>An item: a panel of columns for some rows of the result.</summary>
    private readonly struct Kernel : IVectorKernel
    {
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        [SkipLocalsInit]
        public static void Run<TLanes, TVector>(void* context, int item)
            where TLanes : struct, ILanes<TVector>
            where TVector : struct
        {
            ref var job = ref *(Job*)context;
            var width = ConvolutionMicroKernel.Vectors * TLanes.Count;
            var (columnGroup, rowGroup) = (item / job.Plan.RowGroups, item % job.Plan.RowGroups);
            var column = columnGroup * width;
            var row = rowGroup * job.Plan.RowsPerItem;
            var end = Math.Min(job.Rows, row + job.Plan.RowsPerItem);
            var segments = stackalloc Segment[ConvolutionPlan.MaxSegments];
            var gathered = stackalloc nint[ConvolutionPlan.MaxSegments * ConvolutionMicroKernel.Rows];
            var offsets = stackalloc nint[ConvolutionMicroKernel.Rows];
            var rowBytes = (nint)job.Depth * sizeof(float);
            var packs = job.Layout == WeightLayout.PackedByItem;
            using var packed = Scratch.Of(packs ? job.Taps * job.Depth * width : 0);
            var panel = new WeightPanel
            {
                Weights = job.Weights + (columnGroup * job.PanelStride),
                Packed = packed.Pointer,
                TapStride = (long)job.Depth * job.BStride,
                RowStride = job.BStride,
                Depth = job.Depth,
                Width = job.Layout == WeightLayout.Panels ? width : Math.Min(job.BStride - column, width),
            };
            var tile = new ConvolutionTile
            {
                Stride = job.Columns,
                BStride = packs ? panel.Width : job.BStride,
                Depth = job.Depth,
                Step = sizeof(float),
                Columns = Math.Min(job.Columns - column, width),
                PanelColumns = panel.Width,
            };
            while (row < end)
            {
                // Tiles of a run share their position where that leaves no tile half empty.
                var position = row / job.Images;
                var image = row % job.Images;
                var run = Math.Min(job.Images - image, end - row);
                var taps = job.Table + ((long)position * job.Taps);
                var alone = run >= ConvolutionMicroKernel.Rows || row + run == end;
                if (!alone)
                    run = Math.Min(ConvolutionMicroKernel.Rows, end - row);
                else if (run > ConvolutionMicroKernel.Rows)
                    run &= -ConvolutionMicroKernel.Rows;
                for (var tap = 0; tap < job.Taps || tap == 0; tap += ConvolutionPlan.MaxSegments)
                {
                    var last = Math.Min(job.Taps, tap + ConvolutionPlan.MaxSegments);
                    tile.Accumulate = job.Accumulate || tap > 0;
                    var count = alone
                        ? OnePosition(ref job, taps, tap, last, ref panel, segments)
                        : ManyPositions(ref job, row, run, tap, last, ref panel, segments, gathered);
                    if (count == 0 && tile.Accumulate)
                        continue;
                    for (var r = 0; r < run; r += ConvolutionMicroKernel.Rows)
                    {
                        tile.Rows = Math.Min(ConvolutionMicroKernel.Rows, run - r);
                        tile.C = job.Result + ((long)(row + r) * job.Columns) + column;
                        if (!alone)
                        {
                            ConvolutionTile.Compute<TLanes, TVector, GatheredRows>(segments, gathered, count, ref tile);
                            continue;
                        }

                        for (var i = 0; i < ConvolutionMicroKernel.Rows; i++)
                            offsets[i] = (image + r + Math.Min(i, tile.Rows - 1)) * rowBytes;
                        ConvolutionTile.Compute<TLanes, TVector, EvenRows>(segments, offsets, count, ref tile);
                    }
                }

                row += run;
            }

            if (job.Epilogue.Scale != null)
                EpilogueJob.Apply<TLanes, TVector>(ref job.Epilogue, rowGroup * job.Plan.RowsPerItem, end, column, tile.Columns);
        }
    }

    /// <summary>Lists the taps inside the source, where all rows of a tile are images at one position.</summary>
    private static int OnePosition(ref Job job, int* sources, int tap, int last, ref WeightPanel panel, Segment* segments)
    {
        var count = 0;
        for (; tap < last; tap++)
        {
            if (sources[tap] < 0)
                continue;
            segments[count].A = (byte*)(job.Source + ((long)sources[tap] * job.Images * job.Depth));
            segments[count++].B = panel.Tap(tap);
        }

        return count;
    }

    /// <summary>
    /// Lists the taps inside the source for any row of a tile that spans several positions; the other rows read zeros.
    /// </summary>
    private static int ManyPositions(
        ref Job job, int row, int rows, int tap, int last, ref WeightPanel panel, Segment* segments, nint* gathered)
    {
        var count = 0;
        var missing = (nint)((byte*)job.Zeros - (byte*)job.Source);
        var positions = stackalloc int[ConvolutionMicroKernel.Rows];
        var images = stackalloc int[ConvolutionMicroKernel.Rows];
        for (var i = 0; i < ConvolutionMicroKernel.Rows; i++)
            (positions[i], images[i]) = Math.DivRem(row + Math.Min(i, rows - 1), job.Images);
        for (; tap < last; tap++)
        {
            var offsets = gathered + (count * ConvolutionMicroKernel.Rows);
            var inside = false;
            for (var i = 0; i < ConvolutionMicroKernel.Rows; i++)
            {
                var source = job.Table[((long)positions[i] * job.Taps) + tap];
                inside |= source >= 0;
                offsets[i] = source < 0 ? missing : (((nint)source * job.Images) + images[i]) * job.Depth * sizeof(float);
            }

            if (!inside)
                continue;
            segments[count].A = (byte*)job.Source;
            segments[count++].B = panel.Tap(tap);
        }

        return count;
    }
}
