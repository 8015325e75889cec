using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Inkling.Kernels;

/// <summary>
/// Pooling of maps that lie as [positions, N C]: a position of the result is the largest, or the mean, of a window of positions. The
/// columns are cut into runs
/// that the threads share, so that windows may overlap.
/// </summary>
internal static unsafe class Pooling
{
    private const int ColumnsPerItem = 512;

    /// <summary>Additions or comparisons below which starting other threads costs more than it saves.</summary>
    private const long ParallelWork = 100_000;

    private struct Job
    {
        public float* X, Y, Indices;
        public PoolWindow* Windows;
        public int InPositions, OutPositions, InWidth, Columns;
    }

    /// <summary>
    /// y = the largest of each window, NaN above all; indices = the input position where it was found, of equal ones the first.
    /// </summary>
    /// <param name="windows">One for each position of the result.</param>
    /// <param name="inWidth">Positions in a row of the input.</param>
    /// <param name="columns">N times C.</param>
    /// <param name="x">[positions of the input, columns].</param>
    /// <param name="y">[positions of the result, columns].</param>
    /// <param name="indices">As y.</param>
    public static void Max(
        ReadOnlySpan<PoolWindow> windows, int inWidth, int columns, ReadOnlySpan<float> x, Span<float> y, Span<float> indices) =>
        Run<MaxPass>(windows, inWidth, columns, x, y, indices);

    /// <summary>dx = dy at the positions where the largest were found, added up where windows overlap, else 0.</summary>
    public static void MaxBackward(
        ReadOnlySpan<PoolWindow> windows, int inWidth, int columns, Span<float> dx, ReadOnlySpan<float> dy, ReadOnlySpan<float> indices) =>
        Run<MaxBackwardPass>(windows, inWidth, columns, dx, dy, indices);

    /// <summary>y = the sum of each window times its factor.</summary>
    public static void Average(ReadOnlySpan<PoolWindow> windows, int inWidth, int columns, ReadOnlySpan<float> x, Span<float> y) =>
        Run<AveragePass>(windows, inWidth, columns, x, y, default);

    /// <summary>dx = the sum over the windows that hold a position of dy times the window's factor.</summary>
    public static void AverageBackward(
        ReadOnlySpan<PoolWindow> windows, int inWidth, int columns, Span<float> dx, ReadOnlySpan<float> dy) =>
        Run<AverageBackwardPass>(windows, inWidth, columns, dx, dy, default);

    private static void Run<TPass>(
        ReadOnlySpan<PoolWindow> windows, int inWidth, int columns, ReadOnlySpan<float> x, ReadOnlySpan<float> y,
        ReadOnlySpan<float> indices)
        where TPass : struct, IPass
    {
        if (columns == 0)
            return;
        fixed (PoolWindow* pw = windows)
        fixed (float* px = x, py = y, pi = indices)
        {
            var job = new Job
            {
                X = px,
                Y = py,
                Indices = pi,
                Windows = pw,
                InPositions = x.Length / columns,
                OutPositions = windows.Length,
                InWidth = inWidth,
                Columns = columns,
            };
            var items = (columns + ColumnsPerItem - 1) / ColumnsPerItem;
            var worth = (long)x.Length >= ParallelWork;
            switch (Compute.VectorBits)
            {
                case 512:
                    WorkerPool.For(items, &Item<TPass, Lanes512, Vector512<float>>, &job, worth);
                    break;
                case 256:
                    WorkerPool.For(items, &Item<TPass, Lanes256, Vector256<float>>, &job, worth);
                    break;
                default:
                    WorkerPool.For(items, &Item<TPass, Lanes128, Vector128<float>>, &job, worth);
                    break;
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Item<TPass, TLanes, TVector>(void* context, int item)
        where TPass : struct, IPass
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        ref var job = ref *(Job*)context;
        var first = item * ColumnsPerItem;
        var end = Math.Min(job.Columns, first + ColumnsPerItem);
        if (TPass.IsBackward)
        {
            for (var position = 0; position < job.InPositions; position++)
                new Span<float>(job.X + ((long)position * job.Columns) + first, end - first).Clear();
        }

        for (var output = 0; output < job.OutPositions; output++)
        {
            var window = job.Windows[output];
            var column = first;
            for (; column <= end - TLanes.Count; column += TLanes.Count)
                TPass.Window<TLanes, TVector>(ref job, window, output, column);
            for (; column < end; column++)
                TPass.Window<LanesOne, float>(ref job, window, output, column);
        }
    }

    private interface IPass
    {
        /// <summary>Whether X is what is computed: it is cleared first.</summary>
        static abstract bool IsBackward { get; }

        static abstract void Window<TLanes, TVector>(ref Job job, in PoolWindow window, int output, int column)
            where TLanes : struct, ILanes<TVector>
            where TVector : struct;
    }

    private readonly struct MaxPass : IPass
    {
        public static bool IsBackward => false;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void Window<TLanes, TVector>(ref Job job, in PoolWindow window, int output, int column)
            where TLanes : struct, ILanes<TVector>
            where TVector : struct
        {
            var position = (window.Top * job.InWidth) + window.Left;
            var largest = TLanes.Load(job.X + ((long)position * job.Columns) + column);
            var index = TLanes.Broadcast(position);
            for (var y = window.Top; y < window.Bottom; y++)
            {
                for (var x = window.Left; x < window.Right; x++)
                {
                    position = (y * job.InWidth) + x;
                    var value = TLanes.Load(job.X + ((long)position * job.Columns) + column);
                    index = TLanes.WhereLarger(value, largest, TLanes.Broadcast(position), index);
                    largest = TLanes.WhereLarger(value, largest, value, largest);
                }
            }

            var at = ((long)output * job.Columns) + column;
            TLanes.Store(largest, job.Y + at);
            TLanes.Store(index, job.Indices + at);
        }
    }

    private readonly struct MaxBackwardPass : IPass
    {
        public static bool IsBackward => true;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void Window<TLanes, TVector>(ref Job job, in PoolWindow window, int output, int column)
            where TLanes : struct, ILanes<TVector>
            where TVector : struct
        {
            var at = ((long)output * job.Columns) + column;
            var (gradient, index) = (TLanes.Load(job.Y + at), TLanes.Load(job.Indices + at));
            for (var y = window.Top; y < window.Bottom; y++)
            {
                for (var x = window.Left; x < window.Right; x++)
                {
                    var position = (y * job.InWidth) + x;
                    var target = job.X + ((long)position * job.Columns) + column;
                    TLanes.Store(TLanes.Add(TLanes.Load(target), TLanes.WhereEqual(index, TLanes.Broadcast(position), gradient)), target);
                }
            }
        }
    }

    private readonly struct AveragePass : IPass
    {
        public static bool IsBackward => false;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void Window<TLanes, TVector>(ref Job job, in PoolWindow window, int output, int column)
            where TLanes : struct, ILanes<TVector>
            where TVector : struct
        {
            var sum = TLanes.Zero;
            for (var y = window.Top; y < window.Bottom; y++)
            {
                for (var x = window.Left; x < window.Right; x++)
                    sum = TLanes.Add(sum, TLanes.Load(job.X + ((long)((y * job.InWidth) + x) * job.Columns) + column));
            }

            TLanes.Store(TLanes.Multiply(sum, TLanes.Broadcast(window.Factor)), job.Y + ((long)output * job.Columns) + column);
        }
    }

    private readonly struct AverageBackwardPass : IPass
    {
        public static bool IsBackward => true;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void Window<TLanes, TVector>(ref Job job, in PoolWindow window, int output, int column)
            where TLanes : struct, ILanes<TVector>
            where TVector : struct
        {
            var share = TLanes.Multiply(TLanes.Load(job.Y + ((long)output * job.Columns) + column), TLanes.Broadcast(window.Factor));
            for (var y = window.Top; y < window.Bottom; y++)
            {
                for (var x = window.Left; x < window.Right; x++)
                {
                    var target = job.X + ((long)((y * job.InWidth) + x) * job.Columns) + column;
                    TLanes.Store(TLanes.Add(TLanes.Load(target), share), target);
                }
            }
        }
    }
}

/// <summary>
/// The positions that one position of a pooled map comes from, and what their sum is multiplied by for a mean. Bottom and Right are not
/// part of it.
/// </summary>
internal readonly record struct PoolWindow(int Top, int Bottom, int Left, int Right, float Factor)
{
    /// <summary>
    /// The windows of a kernel that moves over a padded map. The padding counts as zeros in a mean, as in PyTorch
    /// (<c>count_include_pad</c>).
    /// </summary>
    public static void Fill(Span<PoolWindow> windows, Size2d input, Size2d output, Size2d kernel, Size2d stride, Size2d padding)
    {
        for (var y = 0; y < output.Height; y++)
        {
            for (var x = 0; x < output.Width; x++)
            {
                var (top, left) = ((y * stride.Height) - padding.Height, (x * stride.Width) - padding.Width);
                windows[(y * output.Width) + x] = new PoolWindow(
                    Math.Max(0, top), Math.Min(input.Height, top + kernel.Height), Math.Max(0, left),
                    Math.Min(input.Width, left + kernel.Width), 1f / kernel.Area);
            }
        }
    }

    /// <summary>Windows of nearly equal size that cover a map: from floor(i H / OH) to ceil((i + 1) H / OH), as in PyTorch.</summary>
    public static void FillAdaptive(Span<PoolWindow> windows, Size2d input, Size2d output)
    {
        for (var y = 0; y < output.Height; y++)
        {
            for (var x = 0; x < output.Width; x++)
            {
                var (top, bottom) = Share(y, input.Height, output.Height);
                var (left, right) = Share(x, input.Width, output.Width);
                windows[(y * output.Width) + x] = new PoolWindow(top, bottom, left, right, 1f / ((bottom - top) * (right - left)));
            }
        }
    }

    private static (int First, int End) Share(int index, int size, int count) =>
        ((int)((long)index * size / count), (int)((((long)(index + 1) * size) + count - 1) / count));
}
