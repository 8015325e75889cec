using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Inkling.Kernels;

/// <summary>
/// Convolutions as products of whole batches. A map lies in memory as [H, W, N, C], so a position of it is a matrix [N, C] of all images,
/// and a position of the
/// result is the sum over the taps that hit a pixel of [N, C] times the tap's weights [C, O]. Nothing is copied into columns first and the
/// padding costs no
/// arithmetic; docs/decisions/0006-a-convolution-is-a-product-of-batches.md says more.
/// </summary>
/// <remarks>Work is cut by the shape alone and every sum is taken in one order, so neither threads nor vector width change a bit of the
/// result.</remarks>
internal static unsafe class Convolution
{
    /// <summary>Segments that a tile is given at once.</summary>
    private const int SegmentsAtOnce = 64;

    /// <summary>Multiply-adds of an item that make up for handing it out.</summary>
    private const long WorkPerItem = 1 << 20;

    /// <summary>Multiply-adds below which starting other threads costs more than it saves.</summary>
    private const long ParallelWork = 200_000;

    /// <summary>
    /// Terms of a weight's gradient summed before the sums go back to memory: a panel of this depth stays in the first-level cache.
    /// </summary>
    private const int DepthAtOnce = 256;

    /// <summary>Columns of the right factor are padded to a multiple of this, so that whole vectors can be read in place.</summary>
    private const int ColumnUnit = 16;

    private const int ClearPerItem = 32_768;

    /// <summary>
    /// Floats from row to row of the weights at which the rows of a panel begin to push each other out of the first-level cache.
    /// </summary>
    private const int FarApart = 256;

    /// <summary>Rows of a weight's gradient that are an item, or a multiple of this.</summary>
    private const int RowUnit = 192;

    /// <summary>Rows of the result that make up for copying a panel of weights.</summary>
    private const int RowsWorthPacking = 64;

    /// <summary>Rows of the result that an item computes from one copy of a panel.</summary>
    private const int RowsPerPanel = 256;

    /// <summary>Rows of the result that make up for copying all weights.</summary>
    private const int RowsWorthPanels = 1024;

    private struct MapJob
    {
        public float* Source, Weights, Result, Zeros, Scale, Shift, Residual;
        public int* Table;
        public int Images, Taps, Depth, Columns, BStride, Rows, RowsPerItem, Groups;

        /// <summary>Floats from the weights of one panel of columns to those of the next.</summary>
        public long PanelStride;

        /// <summary>
        /// The weights lie panel by panel; or each item copies them so, because their rows lie too far apart to share a cache.
        /// </summary>
        public bool InPanels, PackPerItem, Accumulate, Relu;
    }

    private struct PanelJob
    {
        public float* Source, Target;
        public int Rows, Stride, Width;
    }

    private struct WeightJob
    {
        public ConvolutionShape Shape;
        public float* X, Gradient, Result, Zeros;
        public int* Table;
        public int FirstTap, Rows, RowsPerItem, Groups, BStride, ClearChunks;
    }

    /// <summary>Y = the convolution of X with W, or Y += it.</summary>
    /// <param name="shape">All sizes.</param>
    /// <param name="x">[H, W, N, C].</param>
    /// <param name="w">[taps, C, O].</param>
    /// <param name="y">[OH, OW, N, O].</param>
    /// <param name="accumulate">Whether it is added to what Y holds.</param>
    /// <param name="epilogue">What happens to the result while it is still in the cache.</param>
    public static void Forward(
        in ConvolutionShape shape, ReadOnlySpan<float> x, ReadOnlySpan<float> w, Span<float> y, bool accumulate,
        Epilogue epilogue = default)
    {
        fixed (float* px = x, pw = w, py = y, scale = epilogue.Scale, shift = epilogue.Shift, residual = epilogue.Residual)
        {
            using var weights = Padded.Columns(pw, shape.Taps * shape.InChannels, shape.OutChannels);
            var rows = shape.Output.Area * shape.Images;
            var panel = PanelWidth;
            var far = weights.Stride >= FarApart;

            // Few weights for many rows are copied once, panel by panel; many weights by the items that need them.
            var inPanels = !far && weights.Stride > panel && weights.Stride % panel == 0 && rows >= RowsWorthPanels;
            using var panels = Scratch.Of(inPanels ? shape.Taps * shape.InChannels * weights.Stride : 0);
            if (inPanels)
            {
                var copy = new PanelJob
                {
                    Source =
                    weights.Values,
                    Target = panels.Pointer,
                    Rows = shape.Taps * shape.InChannels,
                    Stride = weights.Stride,
                    Width = panel
                };
                WorkerPool.For(weights.Stride / panel, &PanelItem, &copy);
            }

            using var table = Scratch.Of(shape.Output.Area * shape.Taps);
            shape.FillInputs(table.Integers);
            var job = new MapJob
            {
                Source = px,
                Weights = inPanels ? panels.Pointer : weights.Values,
                Result = py,
                Table = table.IntegerPointer,
                Images = shape.Images,
                Taps = shape.Taps,
                Depth = shape.InChannels,
                Columns = shape.OutChannels,
                BStride = inPanels ? panel : weights.Stride,
                PanelStride = inPanels ? (long)shape.Taps * shape.InChannels * panel : panel,
                InPanels = inPanels,
                Rows = rows,
                PackPerItem = far && shape.Taps <= SegmentsAtOnce && rows >= RowsWorthPacking,
                Accumulate = accumulate,
                Scale = scale,
                Shift = shift,
                Residual = residual,
                Relu = epilogue.Relu,
            };
            Map(ref job);
        }
    }

    /// <summary>dX = the gradient of the input, given that of the result, or dX += it.</summary>
    /// <param name="shape">All sizes.</param>
    /// <param name="dy">[OH, OW, N, O].</param>
    /// <param name="w">[taps, C, O].</param>
    /// <param name="dx">[H, W, N, C].</param>
    /// <param name="accumulate">Whether it is added to what dX holds.</param>
    public static void BackwardInput(
        in ConvolutionShape shape, ReadOnlySpan<float> dy, ReadOnlySpan<float> w, Span<float> dx, bool accumulate)
    {
        fixed (float* pdy = dy, pw = w, pdx = dx)
        {
            // The same product with the weights of each tap transposed, [O, C], in panels of the columns of a tile.
            var (inChannels, outChannels) = (shape.InChannels, shape.OutChannels);
            var panel = PanelWidth;
            var panelStride = (long)shape.Taps * outChannels * panel;
            using var weights = Scratch.Of(checked((int)(panelStride * Panels(inChannels))));
            var (first, end) = shape.ReadingTaps();
            var (from, to) = ((long)first * inChannels * outChannels, (long)first * outChannels * panel);
            Transposition.Run(pw + from, weights.Pointer + to, end - first, inChannels, outChannels, panel, panelStride);
            using var table = Scratch.Of(shape.Input.Area * shape.Taps);
            shape.FillOutputs(table.Integers);
            var job = new MapJob
            {
                Source = pdy,
                Weights = weights.Pointer,
                Result = pdx,
                Table = table.IntegerPointer,
                Images = shape.Images,
                Taps = shape.Taps,
                Depth = outChannels,
                Columns = inChannels,
                BStride = panel,
                PanelStride = panelStride,
                InPanels = true,
                Rows = shape.Input.Area * shape.Images,
                Accumulate = accumulate,
            };
            Map(ref job);
        }
    }

    /// <summary>
    /// dW = the gradient of the weights: for each tap the sum over the positions of the input's [N, C], transposed, times the gradient's
    /// [N, O]. Only the taps of
    /// <see cref="ConvolutionShape.ReadingTaps"/>: the gradient of the others is zero.
    /// </summary>
    /// <param name="shape">All sizes.</param>
    /// <param name="x">[H, W, N, C].</param>
    /// <param name="dy">[OH, OW, N, O].</param>
    /// <param name="dw">[reading taps, C, O].</param>
    public static void BackwardWeight(in ConvolutionShape shape, ReadOnlySpan<float> x, ReadOnlySpan<float> dy, Span<float> dw)
    {
        fixed (float* px = x, pdy = dy, pdw = dw)
        {
            using var gradient = Padded.Columns(pdy, shape.Output.Area * shape.Images, shape.OutChannels);
            using var table = Scratch.Of(shape.Output.Area * shape.Taps);
            shape.FillInputs(table.Integers);
            var even = shape.InChannels % ConvolutionMicroKernel.Rows == 0;
            using var zeros = Scratch.Of(even ? 0 : shape.Images * shape.InChannels);
            zeros.Floats.Clear();
            var taps = shape.ReadingTaps();
            var terms = (long)shape.Output.Area * shape.Images;
            var panel = PanelWidth;
            var job = new WeightJob
            {
                Shape = shape,
                X = px,
                Gradient = gradient.Values,
                BStride = gradient.Stride,
                Result = pdw,
                Zeros = zeros.Pointer,
                Table = table.IntegerPointer,
                FirstTap = taps.Start,
                Rows = (taps.End - taps.Start) * shape.InChannels,
                RowsPerItem = (int)Math.Clamp(WorkPerItem / Math.Max(1, terms * panel * RowUnit), 1, 16) * RowUnit,
                ClearChunks = (int)(((long)shape.InChannels * shape.OutChannels / ClearPerItem) + 1),
            };
            job.Groups = (job.Rows + job.RowsPerItem - 1) / job.RowsPerItem;
            var items = job.Groups * Panels(shape.OutChannels);
            var worth = terms * job.Rows * shape.OutChannels >= ParallelWork;
            switch (Compute.VectorBits)
            {
                case 512:
                    WorkerPool.For(items, &WeightItem<Lanes512, Vector512<float>>, &job, worth);
                    break;
                case 256:
                    WorkerPool.For(items, &WeightItem<Lanes256, Vector256<float>>, &job, worth);
                    break;
                default:
                    WorkerPool.For(items, &WeightItem<Lanes128, Vector128<float>>, &job, worth);
                    break;
            }

            WorkerPool.For((taps.End - taps.Start) * job.ClearChunks, &ClearItem, &job, worth);
        }
    }

    private static int PanelWidth => ConvolutionMicroKernel.Vectors * (Compute.VectorBits / 32);

    private static int PaddedTo(int columns) => (columns + ColumnUnit - 1) / ColumnUnit * ColumnUnit;

    private static int Panels(int columns) => (columns + PanelWidth - 1) / PanelWidth;

    private static void Map(ref MapJob job)
    {
        using var zeros = Scratch.Of(job.Depth);
        zeros.Floats.Clear();
        job.Zeros = zeros.Pointer;

        // The terms of a position are at most all taps; near the edges, and on small maps, fewer.
        var terms = 0L;
        for (var i = 0L; i < (long)job.Rows / Math.Max(1, job.Images) * job.Taps; i++)
            terms += job.Table[i] >= 0 ? job.Depth : 0;
        var work = terms * job.Images * job.Columns;
        var workPerRow = Math.Max(1, terms * job.Images / Math.Max(1, job.Rows) * PanelWidth);
        var least = job.PackPerItem ? RowsPerPanel : ConvolutionMicroKernel.Rows;
        job.RowsPerItem = (int)(Math.Clamp(WorkPerItem / workPerRow, least, Math.Max(least, job.Rows)) + 7) & ~7;
        job.Groups = (job.Rows + job.RowsPerItem - 1) / job.RowsPerItem;
        var items = job.Groups * Panels(job.Columns);
        fixed (MapJob* pointer = &job)
        {
            switch (Compute.VectorBits)
            {
                case 512:
                    WorkerPool.For(items, &MapItem<Lanes512, Vector512<float>>, pointer, work >= ParallelWork);
                    break;
                case 256:
                    WorkerPool.For(items, &MapItem<Lanes256, Vector256<float>>, pointer, work >= ParallelWork);
                    break;
                default:
                    WorkerPool.For(items, &MapItem<Lanes128, Vector128<float>>, pointer, work >= ParallelWork);
                    break;
            }
        }
    }

    /// <summary>A panel of the weights, as a matrix of its own.</summary>
    private static void PanelItem(void* context, int item)
    {
        ref var job = ref *(PanelJob*)context;
        CopyPanel(job.Source + (item * job.Width), job.Stride, job.Target + ((long)item * job.Rows * job.Width), job.Rows, job.Width);
    }

    /// <summary>A panel of columns for some rows of the result; a row is an image at a position.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    [SkipLocalsInit]
    private static void MapItem<TLanes, TVector>(void* context, int item)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        ref var job = ref *(MapJob*)context;
        var width = ConvolutionMicroKernel.Vectors * TLanes.Count;
        var column = item / job.Groups * width;
        var row = item % job.Groups * job.RowsPerItem;
        var end = Math.Min(job.Rows, row + job.RowsPerItem);
        var segments = stackalloc Segment[SegmentsAtOnce];
        var gathered = stackalloc nint[SegmentsAtOnce * ConvolutionMicroKernel.Rows];
        var offsets = stackalloc nint[ConvolutionMicroKernel.Rows];
        var rowBytes = (nint)job.Depth * sizeof(float);
        using var packed = Scratch.Of(job.PackPerItem ? job.Taps * job.Depth * width : 0);
        var source = new Panel
        {
            Weights = job.Weights + (item / job.Groups * job.PanelStride),
            TapStride = (long)job.Depth * job.BStride,
            Width = job.InPanels ? width : Math.Min(job.BStride - column, width),
            Packed = packed.Pointer,
        };
        var target = new Target
        {
            Stride = job.Columns,
            BStride = job.PackPerItem ? source.Width : job.BStride,
            Depth = job.Depth,
            Step = sizeof(float),
            Columns = Math.Min(job.Columns - column, width),
            PanelColumns = source.Width,
        };
        while (row < end)
        {
            var position = row / job.Images;
            var image = row % job.Images;
            var run = Math.Min(job.Images - image, end - row);
            var taps = job.Table + ((long)position * job.Taps);
            var alone = run >= ConvolutionMicroKernel.Rows || row + run == end;
            run = !alone ? Math.Min(ConvolutionMicroKernel.Rows, end - row) : run > ConvolutionMicroKernel.Rows
                ? run & -ConvolutionMicroKernel.Rows
                : run;
            for (var tap = 0; tap < job.Taps || tap == 0; tap += SegmentsAtOnce)
            {
                var last = Math.Min(job.Taps, tap + SegmentsAtOnce);
                var accumulate = job.Accumulate || tap > 0;
                var count = alone
                    ? OnePosition(ref job, taps, tap, last, ref source, segments)
                    : ManyPositions(ref job, row, run, tap, last, ref source, segments, gathered);
                if (count == 0 && accumulate)
                    continue;
                target.Accumulate = accumulate;
                for (var r = 0; r < run; r += ConvolutionMicroKernel.Rows)
                {
                    target.Rows = Math.Min(ConvolutionMicroKernel.Rows, run - r);
                    target.C = job.Result + ((long)(row + r) * job.Columns) + column;
                    if (!alone)
                    {
                        Tile<TLanes, TVector, GatheredRows>(segments, gathered, count, ref target);
                        continue;
                    }

                    for (var i = 0; i < ConvolutionMicroKernel.Rows; i++)
                        offsets[i] = (image + r + Math.Min(i, target.Rows - 1)) * rowBytes;
                    Tile<TLanes, TVector, EvenRows>(segments, offsets, count, ref target);
                }
            }

            row += run;
        }

        if (job.Scale != null)
            FinishRows<TLanes, TVector>(ref job, item % job.Groups * job.RowsPerItem, end, column, target.Columns);
    }

    /// <summary>What <see cref="BatchNormalization.Apply"/> does, on some rows and columns of the result.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void FinishRows<TLanes, TVector>(ref MapJob job, int row, int end, int first, int columns)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        for (; row < end; row++)
        {
            var column = first;
            for (; column <= first + columns - TLanes.Count; column += TLanes.Count)
                FinishVector<TLanes, TVector>(ref job, row, column);
            for (; column < first + columns; column++)
                FinishVector<LanesOne, float>(ref job, row, column);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void FinishVector<TLanes, TVector>(ref MapJob job, int row, int column)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        var at = ((long)row * job.Columns) + column;
        var value = TLanes.MultiplyAdd(TLanes.Load(job.Result + at), TLanes.Load(job.Scale + column), TLanes.Load(job.Shift + column));
        if (job.Residual != null)
            value = TLanes.Add(value, TLanes.Load(job.Residual + at));
        TLanes.Store(job.Relu ? TLanes.Max(value, TLanes.Zero) : value, job.Result + at);
    }

    /// <summary>The weights for some columns of the result, copied tap by tap as they are needed where that is asked for.</summary>
    private struct Panel
    {
        public float* Weights, Packed;
        public long TapStride;
        public int Width;
        private ulong _copied;

        public float* Tap(int tap, ref MapJob job)
        {
            var weights = Weights + (tap * TapStride);
            if (Packed == null)
                return weights;
            var copy = Packed + ((long)tap * job.Depth * Width);
            if ((_copied >> tap & 1) == 0)
                CopyPanel(weights, job.BStride, copy, job.Depth, Width);
            _copied |= 1UL << tap;
            return copy;
        }
    }

    /// <summary>The taps that hit a pixel, all rows of the tile being images at one position.</summary>
    private static int OnePosition(ref MapJob job, int* sources, int tap, int last, ref Panel panel, Segment* segments)
    {
        var count = 0;
        for (; tap < last; tap++)
        {
            if (sources[tap] < 0)
                continue;
            segments[count].A = (byte*)(job.Source + ((long)sources[tap] * job.Images * job.Depth));
            segments[count++].B = panel.Tap(tap, ref job);
        }

        return count;
    }

    /// <summary>
    /// The taps that hit a pixel for any row of the tile, where it spans several positions; rows that a tap misses read zeros.
    /// </summary>
    private static int ManyPositions(
        ref MapJob job, int row, int rows, int tap, int last, ref Panel panel, Segment* segments, nint* gathered)
    {
        var count = 0;
        var missing = (nint)((byte*)job.Zeros - (byte*)job.Source);
        for (; tap < last; tap++)
        {
            var offsets = gathered + (count * ConvolutionMicroKernel.Rows);
            var hit = false;
            for (var i = 0; i < ConvolutionMicroKernel.Rows; i++)
            {
                var at = row + Math.Min(i, rows - 1);
                var position = at / job.Images;
                var source = job.Table[((long)position * job.Taps) + tap];
                hit |= source >= 0;
                offsets[i] = source < 0
                    ? missing
                    : (((nint)source * job.Images) + (at - (position * job.Images))) * job.Depth * sizeof(float);
            }

            if (!hit)
                continue;
            segments[count].A = (byte*)job.Source;
            segments[count++].B = panel.Tap(tap, ref job);
        }

        return count;
    }

    /// <summary>A panel of columns for some rows of the weights' gradient; a row is an input channel at a tap.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    [SkipLocalsInit]
    private static void WeightItem<TLanes, TVector>(void* context, int item)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        ref var job = ref *(WeightJob*)context;
        ref var shape = ref job.Shape;
        var column = item / job.Groups * ConvolutionMicroKernel.Vectors * TLanes.Count;
        var first = item % job.Groups * job.RowsPerItem;
        var end = Math.Min(job.Rows, first + job.RowsPerItem);
        var segments = stackalloc Segment[SegmentsAtOnce];
        var gathered = stackalloc nint[SegmentsAtOnce * ConvolutionMicroKernel.Rows];
        var positions = shape.Output.Area;
        var atOnce = Math.Clamp(DepthAtOnce / Math.Max(1, shape.Images), 1, SegmentsAtOnce);
        var width = Math.Min(job.BStride - column, ConvolutionMicroKernel.Vectors * TLanes.Count);
        using var panel = Scratch.Of(job.BStride > width ? atOnce * shape.Images * width : 0);
        var target = new Target
        {
            Stride = shape.OutChannels,
            BStride = width,
            Depth = shape.Images,
            Step = shape.InChannels * sizeof(float),
            Columns = Math.Min(shape.OutChannels - column, ConvolutionMicroKernel.Vectors * TLanes.Count),
            PanelColumns = width,
        };
        for (var output = 0; output < positions; output += atOnce)
        {
            target.Accumulate = output > 0;
            var last = Math.Min(positions, output + atOnce);
            var gradient = job.Gradient + ((long)output * shape.Images * job.BStride) + column;
            if (panel.Pointer != null)
            {
                CopyPanel(gradient, job.BStride, panel.Pointer, (last - output) * shape.Images, width);
                gradient = panel.Pointer;
            }

            for (var row = first; row < end; row += ConvolutionMicroKernel.Rows)
            {
                target.Rows = Math.Min(ConvolutionMicroKernel.Rows, end - row);
                target.C = job.Result + ((long)row * shape.OutChannels) + column;
                var (tap, channel) = (job.FirstTap + (row / shape.InChannels), row % shape.InChannels);
                if (channel + target.Rows > shape.InChannels)
                {
                    var many = ManyTaps(ref job, row, target.Rows, output, last, gradient, width, segments, gathered);
                    if (many > 0 || output == 0)
                        Tile<TLanes, TVector, GatheredRows>(segments, gathered, many, ref target);
                    continue;
                }

                var count = OneTap(ref job, tap, output, last, gradient, width, segments);
                if (count == 0 && (output > 0 || !shape.Reads(tap)))
                    continue;
                for (var i = 0; i < ConvolutionMicroKernel.Rows; i++)
                    gathered[i] = (channel + Math.Min(i, target.Rows - 1)) * sizeof(float);
                Tile<TLanes, TVector, EvenRows>(segments, gathered, count, ref target);
            }
        }
    }

    /// <summary>The positions at which a tap hits a pixel, all rows of the tile being channels at one tap.</summary>
    private static int OneTap(ref WeightJob job, int tap, int output, int last, float* gradient, int width, Segment* segments)
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

    /// <summary>The positions at which any row of a tile that spans several taps hits a pixel; rows that miss read zeros.</summary>
    private static int ManyTaps(
        ref WeightJob job, int row, int rows, int output, int last, float* gradient, int width, Segment* segments, nint* gathered)
    {
        ref var shape = ref job.Shape;
        var count = 0;
        var missing = (nint)((byte*)job.Zeros - (byte*)job.X);
        for (; output < last; output++, gradient += (long)shape.Images * width)
        {
            var offsets = gathered + (count * ConvolutionMicroKernel.Rows);
            var hit = false;
            for (var i = 0; i < ConvolutionMicroKernel.Rows; i++)
            {
                var at = row + Math.Min(i, rows - 1);
                var tap = at / shape.InChannels;
                var source = job.Table[((long)output * shape.Taps) + job.FirstTap + tap];
                hit |= source >= 0;
                offsets[i] =
                source < 0 ? missing : (((nint)source * shape.Images * shape.InChannels) + (at - (tap * shape.InChannels))) * sizeof(float);
            }

            if (!hit)
                continue;
            segments[count].A = (byte*)job.X;
            segments[count++].B = gradient;
        }

        return count;
    }

    /// <summary>The gradient of taps that only touch the padding.</summary>
    private static void ClearItem(void* context, int item)
    {
        ref var job = ref *(WeightJob*)context;
        var tap = item / job.ClearChunks;
        if (job.Shape.Reads(job.FirstTap + tap))
            return;
        var size = (long)job.Shape.InChannels * job.Shape.OutChannels;
        var first = (long)(item % job.ClearChunks) * ClearPerItem;
        new Span<float>(job.Result + (tap * size) + first, (int)Math.Clamp(size - first, 0, ClearPerItem)).Clear();
    }

    /// <summary>Where a tile goes and how its factors lie.</summary>
    private struct Target
    {
        public float* C;
        public int Stride, BStride, Depth, Step, Rows, Columns, PanelColumns;
        public bool Accumulate;
    }

    /// <summary>One tile; at the edges it is computed whole, beside C, and its valid part copied.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    [SkipLocalsInit]
    private static void Tile<TLanes, TVector, TRows>(Segment* segments, nint* rows, int count, ref Target target)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
        where TRows : struct, ITileRows
    {
        var width = TLanes.Count;
        var panel = ConvolutionMicroKernel.Vectors == 2 && target.PanelColumns > width ? 2 * width : width;
        var edge = stackalloc float[ConvolutionMicroKernel.Rows * 2 * width];
        var whole = target.Rows == ConvolutionMicroKernel.Rows && target.Columns >= panel;
        var columns = Math.Min(panel, target.Columns);
        var (c, stride) = whole ? ((nint)target.C, target.Stride) : ((nint)edge, panel);
        if (target.Accumulate && !whole)
            Copy(target.C, target.Stride, edge, panel, target.Rows, columns);
        if (panel > width)
            ConvolutionMicroKernel.Wide<TLanes, TVector,
            TRows>(segments, rows, count, target.Depth, target.Step, target.BStride, (float*)c, stride, target.Accumulate);
        else
            ConvolutionMicroKernel.Narrow<TLanes, TVector,
            TRows>(segments, rows, count, target.Depth, target.Step, target.BStride, (float*)c, stride, target.Accumulate);
        if (!whole)
            Copy(edge, panel, target.C, target.Stride, target.Rows, columns);
    }

    /// <summary>Some columns of a matrix, a multiple of four, as a matrix of their own.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void CopyPanel(float* source, int stride, float* target, int rows, int columns)
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

    private static void Copy(float* source, int sourceStride, float* target, int targetStride, int rows, int columns)
    {
        for (var i = 0; i < rows; i++)
            new Span<float>(source + ((long)i * sourceStride), columns).CopyTo(new Span<float>(target + ((long)i * targetStride), columns));
    }

    /// <summary>A matrix whose rows are whole vectors: the one given where it is so already, else a copy.</summary>
    private readonly ref struct Padded
    {
        private readonly Scratch _copy;

        private Padded(float* values, int stride, Scratch copy)
        {
            Values = values;
            Stride = stride;
            _copy = copy;
        }

        public float* Values { get; }

        public int Stride { get; }

        public static Padded Columns(float* values, int rows, int columns)
        {
            var stride = PaddedTo(columns);
            if (stride == columns)
                return new Padded(values, columns, default);
            var copy = Scratch.Of(rows * stride);
            for (var i = 0; i < rows; i++)
                Unsafe.CopyBlock(copy.Pointer + ((long)i * stride), values + ((long)i * columns), (uint)(columns * sizeof(float)));
            return new Padded(copy.Pointer, stride, copy);
        }

        public void Dispose() => _copy.Dispose();
    }
}

/// <summary>
/// y becomes relu(y scale + shift + residual): the batch norm of evaluation and what follows it. Without a scale nothing happens.
/// </summary>
internal readonly ref struct Epilogue
{
    /// <summary>[O] each.</summary>
    public ReadOnlySpan<float> Scale { get; init; }

    public ReadOnlySpan<float> Shift { get; init; }

    /// <summary>As the result, or empty.</summary>
    public ReadOnlySpan<float> Residual { get; init; }

    public bool Relu { get; init; }
}

/// <summary>Memory of the pool for the time of one call.</summary>
internal readonly unsafe ref struct Scratch
{
    private readonly Block? _block;
    private readonly int _length;

    private Scratch(Block? block, int length) => (_block, _length) = (block, length);

    public Span<float> Floats => _block is null ? default : _block.Span(0, _length);

    public Span<int> Integers => MemoryMarshal.Cast<float, int>(Floats);

    /// <summary>The memory itself: blocks do not move.</summary>
    public float* Pointer => _block is null ? null : (float*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(Floats));

    public int* IntegerPointer => (int*)Pointer;

    public static Scratch Of(int length) => length == 0 ? default : new Scratch(Block.Rent(length), length);

    public void Dispose() => _block?.Return();
}
