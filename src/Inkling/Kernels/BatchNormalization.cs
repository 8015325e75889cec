using System.Runtime.CompilerServices;

namespace Inkling.Kernels;

/// <summary>
/// Normalisation of each column of a matrix [rows, channels] (Ioffe and Szegedy, ICML 2015, algorithm 1) and its backward pass, with the
/// addition of a residual and the ReLU that follow it in the same pass.
/// </summary>
/// <remarks>
/// Sums are taken over blocks of <see cref="BlockRows"/> rows and combined in order and in double precision (Chan, Golub and LeVeque, 1979,
/// "Updating formulae", equation 2.1), so they are exact enough for any batch and do not depend on the number of threads.
/// </remarks>
internal static unsafe class BatchNormalization
{
    private const int BlockRows = 128;
    private const int GroupVectors = 4;

    private struct Job
    {
        /// <summary>[rows, channels] each.</summary>
        public float* X, Y, Gradient, Residual, Result;

        /// <summary>[channels] each.</summary>
        public float* Mean, First, Second, Third;

        /// <summary>[blocks, 2, channels].</summary>
        public float* Partial;
        public int Rows, Channels, RowBlocks;
        public bool Relu, KeepMasked;
    }

    /// <summary>Computes the mean and the biased variance of each column.</summary>
    public static void Statistics(ReadOnlySpan<float> x, Span<float> mean, Span<float> variance)
    {
        var channels = mean.Length;
        fixed (float* px = x)
        {
            var job = new Job { X = px, Rows = x.Length / channels, Channels = channels };
            job.RowBlocks = RowBlocks(job.Rows);
            using var partial = Scratch.Of(job.RowBlocks * 2 * channels);
            job.Partial = partial.Pointer;
            Run<StatisticsPass>(ref job);
            for (var c = 0; c < channels; c++)
            {
                var (count, average, squares) = (0.0, 0.0, 0.0);
                for (var block = 0; block < job.RowBlocks; block++)
                {
                    var rows = Math.Min(BlockRows, job.Rows - (block * BlockRows));
                    var difference = job.Partial[(block * 2 * channels) + c] - average;
                    average += difference * rows / (count + rows);
                    squares += job.Partial[(((block * 2) + 1) * channels) + c] + (difference * difference * count * rows / (count + rows));
                    count += rows;
                }

                mean[c] = (float)average;
                variance[c] = (float)(squares / count);
            }
        }
    }

    /// <summary>Computes y = x scale + shift + residual, or the ReLU of it.</summary>
    /// <param name="x">[rows, channels].</param>
    /// <param name="scale">[channels].</param>
    /// <param name="shift">[channels].</param>
    /// <param name="residual">[rows, channels], or empty.</param>
    /// <param name="y">[rows, channels].</param>
    /// <param name="relu">Whether a ReLU is applied.</param>
    public static void Apply(
        ReadOnlySpan<float> x, ReadOnlySpan<float> scale, ReadOnlySpan<float> shift, ReadOnlySpan<float> residual, Span<float> y, bool relu)
    {
        fixed (float* px = x, ps = scale, pt = shift, pr = residual, py = y)
        {
            var job = new Job
            {
                X = px,
                First = ps,
                Second = pt,
                Residual = pr,
                Result = py,
                Rows = x.Length / scale.Length,
                Channels = scale.Length,
                Relu = relu,
            };
            job.RowBlocks = RowBlocks(job.Rows);
            Run<ApplyPass>(ref job);
        }
    }

    /// <summary>
    /// Computes the sums of dy and of dy (x - mean) of each column. Where y is given (a ReLU follows), dy counts as 0 where y is 0, and is
    /// set to 0 there with <paramref name="keepMasked"/>.
    /// </summary>
    public static void GradientSums(
        ReadOnlySpan<float> x, ReadOnlySpan<float> y, Span<float> gradient, ReadOnlySpan<float> mean, bool keepMasked, Span<float> sums,
        Span<float> products)
    {
        var channels = mean.Length;
        fixed (float* px = x, py = y, pg = gradient, pm = mean)
        {
            var job = new Job
            {
                X = px,
                Y = py,
                Gradient = pg,
                Mean = pm,
                Rows = x.Length / channels,
                Channels = channels,
                Relu = !y.IsEmpty,
                KeepMasked = keepMasked && !y.IsEmpty,
            };
            job.RowBlocks = RowBlocks(job.Rows);
            using var partial = Scratch.Of(job.RowBlocks * 2 * channels);
            job.Partial = partial.Pointer;
            Run<SumsPass>(ref job);
            for (var c = 0; c < channels; c++)
            {
                var (sum, product) = (0.0, 0.0);
                for (var block = 0; block < job.RowBlocks; block++)
                {
                    sum += job.Partial[(block * 2 * channels) + c];
                    product += job.Partial[(((block * 2) + 1) * channels) + c];
                }

                sums[c] = (float)sum;
                products[c] = (float)product;
            }
        }
    }

    /// <summary>Computes dx = a dy + b (x - mean) + c; where y is given, dy counts as 0 where y is 0.</summary>
    public static void GradientApply(
        ReadOnlySpan<float> x, ReadOnlySpan<float> y, ReadOnlySpan<float> gradient, ReadOnlySpan<float> mean,
        ReadOnlySpan<float> a, ReadOnlySpan<float> b, ReadOnlySpan<float> c, Span<float> dx)
    {
        fixed (float* px = x, py = y, pg = gradient, pm = mean, pa = a, pb = b, pc = c, pdx = dx)
        {
            var job = new Job
            {
                X = px,
                Y = py,
                Gradient = pg,
                Mean = pm,
                First = pa,
                Second = pb,
                Third = pc,
                Result = pdx,
                Rows = x.Length / mean.Length,
                Channels = mean.Length,
                Relu = !y.IsEmpty,
            };
            job.RowBlocks = RowBlocks(job.Rows);
            Run<GradientPass>(ref job);
        }
    }

    private static int RowBlocks(int rows) => (rows + BlockRows - 1) / BlockRows;

    private static void Run<TPass>(ref Job job) where TPass : struct, IPass
    {
        var group = GroupVectors * VectorDispatch.Lanes;
        var items = (job.Channels + group - 1) / group * job.RowBlocks;
        var shared = CostModel.IsWorthSharing((long)job.Rows * job.Channels, CostModel.BatchNormalization);
        fixed (Job* pointer = &job)
            VectorDispatch.For<Kernel<TPass>>(items, pointer, shared);
    }

    /// <summary>An item: some columns of a block of rows, vector by vector; the last columns one by one.</summary>
    private readonly struct Kernel<TPass> : IVectorKernel where TPass : struct, IPass
    {
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public static void Run<TLanes, TVector>(void* context, int item)
            where TLanes : struct, ILanes<TVector>
            where TVector : struct
        {
            ref var job = ref *(Job*)context;
            var group = GroupVectors * TLanes.Count;
            var column = item / job.RowBlocks * group;
            var end = Math.Min(job.Channels, column + group);
            var block = item % job.RowBlocks;
            var rows = Math.Min(BlockRows, job.Rows - (block * BlockRows));
            for (; column <= end - TLanes.Count; column += TLanes.Count)
                TPass.Column<TLanes, TVector>(ref job, block, rows, column);
            for (; column < end; column++)
                TPass.Column<LanesOne, float>(ref job, block, rows, column);
        }
    }

    private interface IPass
    {
        static abstract void Column<TLanes, TVector>(ref Job job, int block, int rows, int column)
            where TLanes : struct, ILanes<TVector>
            where TVector : struct;
    }

    private readonly struct StatisticsPass : IPass
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void Column<TLanes, TVector>(ref Job job, int block, int rows, int column)
            where TLanes : struct, ILanes<TVector>
            where TVector : struct
        {
            nint stride = job.Channels;
            var start = job.X + ((long)block * BlockRows * stride) + column;
            var (s0, s1, s2, s3) = (TLanes.Zero, TLanes.Zero, TLanes.Zero, TLanes.Zero);
            var x = start;
            var left = rows;
            for (; left >= 4; left -= 4, x += 4 * stride)
            {
                s0 = TLanes.Add(s0, TLanes.Load(x));
                s1 = TLanes.Add(s1, TLanes.Load(x + stride));
                s2 = TLanes.Add(s2, TLanes.Load(x + (2 * stride)));
                s3 = TLanes.Add(s3, TLanes.Load(x + (3 * stride)));
            }

            for (; left > 0; left--, x += stride)
                s0 = TLanes.Add(s0, TLanes.Load(x));
            var mean = TLanes.Multiply(TLanes.Add(TLanes.Add(s0, s1), TLanes.Add(s2, s3)), TLanes.Broadcast(1f / rows));
            s0 = s1 = s2 = s3 = TLanes.Zero;
            x = start;
            left = rows;
            for (; left >= 4; left -= 4, x += 4 * stride)
            {
                var (d0, d1) = (TLanes.Subtract(TLanes.Load(x), mean), TLanes.Subtract(TLanes.Load(x + stride), mean));
                var (d2, d3) = (TLanes.Subtract(TLanes.Load(x + (2 * stride)), mean), TLanes.Subtract(TLanes.Load(x + (3 * stride)), mean));
                s0 = TLanes.MultiplyAdd(d0, d0, s0);
                s1 = TLanes.MultiplyAdd(d1, d1, s1);
                s2 = TLanes.MultiplyAdd(d2, d2, s2);
                s3 = TLanes.MultiplyAdd(d3, d3, s3);
            }

            for (; left > 0; left--, x += stride)
            {
                var d = TLanes.Subtract(TLanes.Load(x), mean);
                s0 = TLanes.MultiplyAdd(d, d, s0);
            }

            var partial = job.Partial + ((long)block * 2 * stride) + column;
            TLanes.Store(mean, partial);
            TLanes.Store(TLanes.Add(TLanes.Add(s0, s1), TLanes.Add(s2, s3)), partial + stride);
        }
    }

    private readonly struct ApplyPass : IPass
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void Column<TLanes, TVector>(ref Job job, int block, int rows, int column)
            where TLanes : struct, ILanes<TVector>
            where TVector : struct
        {
            nint stride = job.Channels;
            var offset = ((long)block * BlockRows * stride) + column;
            float* x = job.X + offset, y = job.Result + offset, residual = job.Residual == null ? null : job.Residual + offset;
            var (scale, shift) = (TLanes.Load(job.First + column), TLanes.Load(job.Second + column));
            var relu = job.Relu;
            for (var left = rows; left > 0; left--, x += stride, y += stride)
            {
                var value = TLanes.MultiplyAdd(TLanes.Load(x), scale, shift);
                if (residual != null)
                {
                    value = TLanes.Add(value, TLanes.Load(residual));
                    residual += stride;
                }

                if (relu)
                    value = TLanes.Max(value, TLanes.Zero);
                TLanes.Store(value, y);
            }
        }
    }

    private readonly struct SumsPass : IPass
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void Column<TLanes, TVector>(ref Job job, int block, int rows, int column)
            where TLanes : struct, ILanes<TVector>
            where TVector : struct
        {
            nint stride = job.Channels;
            var offset = ((long)block * BlockRows * stride) + column;
            float* x = job.X + offset, y = job.Relu ? job.Y + offset : null, dy = job.Gradient + offset;
            var mean = TLanes.Load(job.Mean + column);
            var (s0, s1, p0, p1) = (TLanes.Zero, TLanes.Zero, TLanes.Zero, TLanes.Zero);
            var (relu, keep) = (job.Relu, job.KeepMasked);
            for (var left = rows; left > 0; left--, x += stride, dy += stride)
            {
                var gradient = TLanes.Load(dy);
                if (relu)
                {
                    gradient = TLanes.WherePositive(TLanes.Load(y), gradient);
                    y += stride;
                    if (keep)
                        TLanes.Store(gradient, dy);
                }

                // Two alternating sums: an addition need not wait for the previous one.
                (s0, s1) = (s1, TLanes.Add(s0, gradient));
                (p0, p1) = (p1, TLanes.MultiplyAdd(gradient, TLanes.Subtract(TLanes.Load(x), mean), p0));
            }

            var partial = job.Partial + ((long)block * 2 * stride) + column;
            TLanes.Store(TLanes.Add(s0, s1), partial);
            TLanes.Store(TLanes.Add(p0, p1), partial + stride);
        }
    }

    private readonly struct GradientPass : IPass
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void Column<TLanes, TVector>(ref Job job, int block, int rows, int column)
            where TLanes : struct, ILanes<TVector>
            where TVector : struct
        {
            nint stride = job.Channels;
            var offset = ((long)block * BlockRows * stride) + column;
            float* x = job.X + offset, y = job.Relu ? job.Y + offset : null, dy = job.Gradient + offset, dx = job.Result + offset;
            var mean = TLanes.Load(job.Mean + column);
            var (a, b, c) = (TLanes.Load(job.First + column), TLanes.Load(job.Second + column), TLanes.Load(job.Third + column));
            var relu = job.Relu;
            for (var left = rows; left > 0; left--, x += stride, dy += stride, dx += stride)
            {
                var gradient = TLanes.Load(dy);
                if (relu)
                {
                    gradient = TLanes.WherePositive(TLanes.Load(y), gradient);
                    y += stride;
                }

                var rest = TLanes.MultiplyAdd(b, TLanes.Subtract(TLanes.Load(x), mean), c);
                TLanes.Store(TLanes.MultiplyAdd(a, gradient, rest), dx);
            }
        }
    }
}
