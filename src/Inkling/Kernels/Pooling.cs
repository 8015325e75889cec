using System.Runtime.CompilerServices;

namespace Inkling.Kernels;

/// <summary>
/// Pooling of feature maps in memory as [positions, N C]: a position of the output is the maximum, or the mean, of a window of positions.
/// The columns are cut into items, so that windows may overlap.
/// </summary>
internal static unsafe class Pooling
{
    private const int ColumnsPerItem = 512;

    private struct Job
    {
        public float* X, Y, Indices;
        public PoolWindow* Windows;
        public int InPositions, OutPositions, InWidth, Columns;
    }

    /// <summary>
    /// Computes the maximum of each window, where NaN exceeds every number, and the input position of the first maximal element.
    /// </summary>
    /// <param name="windows">One for each position of the output.</param>
    /// <param name="inWidth">Positions in a row of the input.</param>
    /// <param name="columns">N times C.</param>
    /// <param name="x">[positions of the input, columns].</param>
    /// <param name="y">[positions of the output, columns].</param>
    /// <param name="indices">The shape of y.</param>
    public static void Max(
        ReadOnlySpan<PoolWindow> windows, int inWidth, int columns, ReadOnlySpan<float> x, Span<float> y, Span<float> indices) =>
        Run<MaxPass>(windows, inWidth, columns, x, y, indices);

    /// <summary>Computes dx: dy at the positions of the maxima, summed where windows overlap, and 0 elsewhere.</summary>
    public static void MaxBackward(
        ReadOnlySpan<PoolWindow> windows, int inWidth, int columns, Span<float> dx, ReadOnlySpan<float> dy, ReadOnlySpan<float> indices) =>
        Run<MaxBackwardPass>(windows, inWidth, columns, dx, dy, indices);

    /// <summary>Computes the sum of each window times its factor.</summary>
    public static void Average(ReadOnlySpan<PoolWindow> windows, int inWidth, int columns, ReadOnlySpan<float> x, Span<float> y) =>
        Run<AveragePass>(windows, inWidth, columns, x, y, default);

    /// <summary>Computes dx: the sum over the windows that contain a position of dy times the window's factor.</summary>
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
            VectorDispatch.For<Kernel<TPass>>(items, &job, CostModel.IsWorthSharing(x.Length, CostModel.Pooling));
        }
    }

    /// <summary>An item: some columns of all windows.</summary>
    private readonly struct Kernel<TPass> : IVectorKernel where TPass : struct, IPass
    {
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public static void Run<TLanes, TVector>(void* context, int item)
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
    }

    private interface IPass
    {
        /// <summary>Gets whether X is the result, which is cleared first.</summary>
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
                    index = TLanes.WhereGreaterOrNaN(value, largest, TLanes.Broadcast(position), index);
                    largest = TLanes.WhereGreaterOrNaN(value, largest, value, largest);
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
