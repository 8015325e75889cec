using Inkling.Kernels;

namespace Inkling.Benchmarks;

/// <summary>The products of the networks alone: GFLOP/s and the share of the multiply-add peak.</summary>
internal static unsafe class KernelBenchmark
{
    private static readonly (string Name, int M, int N, int K)[] Shapes =
    [
        ("784-128 forward, batch 64", 64, 128, 784),
        ("784-128 weight gradient", 784, 128, 64),
        ("128-10 forward", 64, 10, 128),
        ("one row, 784-128", 1, 128, 784),
        ("batch 1024, 784-128", 1024, 128, 784),
        ("784-2048, batch 64", 64, 2048, 784),
        ("square 512", 512, 512, 512),
    ];

    public static bool Run(bool quick)
    {
        var right = true;
        foreach (var threads in Measure.ThreadCounts())
        {
            Compute.Threads = threads;
            var peak = Compute.MeasurePeak(threads);
            Console.WriteLine($"{threads} thread(s), {Compute.VectorBits} bits, multiply-add peak {peak:F0} GFLOP/s");
            foreach (var (name, m, n, k) in Shapes)
                right &= Dense(name, m, n, k, peak, quick) & Sparse(name, m, n, k, quick);
        }

        return right;
    }

    private static bool Dense(string name, int m, int n, int k, double peak, bool quick)
    {
        var (a, b, c) = (Values(m * k, 1, 1), Values(k * n, 2, 1), new float[m * n]);
        fixed (float* pa = a, pb = b, pc = c)
        {
            var (left, right, result) = ((nint)pa, (nint)pb, (nint)pc);
            void Work() =>
                MatMulKernel.Multiply(new Matrix((float*)left, k, 1), new Matrix((float*)right, n, 1), (float*)result, n, m, n, k, false);
            Work();
            if (quick)
                return Check(name, a, b, c, m, n, k);
            var rate = 2.0 * m * n * k / Measure.Seconds(Work) / 1e9;
            Console.WriteLine($"  {name,-28} [{m}x{k}] x [{k}x{n}]  {rate,7:F1} GFLOP/s  {rate / peak,4:P0} of peak");
        }

        return true;
    }

    /// <summary>
    /// The same product with a left factor as sparse as a handwritten digit, counted as the multiply-adds of a dense product.
    /// </summary>
    private static bool Sparse(string name, int m, int n, int k, bool quick)
    {
        const double Ink = 0.19;
        var (a, b, c, mask) = (Values(m * k, 1, Ink), Values(k * n, 2, 1), new float[m * n], new ulong[m * SparsityMask.Words(k)]);
        void Work()
        {
            c.AsSpan().Clear();
            SparseMatMulKernel.Multiply(a, mask, b, c, m, n, k);
        }

        Work();
        if (quick)
            return Check($"{name}, sparse", a, b, c, m, n, k);
        var rate = 2.0 * m * n * k / Measure.Seconds(Work) / 1e9;
        Console.WriteLine($"  {"  81 % zeros skipped",-28} [{m}x{k}] x [{k}x{n}]  {rate,7:F1} GFLOP/s of the dense product");
        return true;
    }

    private static bool Check(string name, float[] a, float[] b, float[] c, int m, int n, int k)
    {
        var worst = 0.0;
        for (var i = 0; i < m; i += Math.Max(1, m / 7))
        {
            for (var j = 0; j < n; j += Math.Max(1, n / 11))
            {
                var (sum, size) = (0.0, 1e-30);
                for (var l = 0; l < k; l++)
                {
                    sum += (double)a[(i * k) + l] * b[(l * n) + j];
                    size += Math.Abs((double)a[(i * k) + l] * b[(l * n) + j]);
                }

                worst = Math.Max(worst, Math.Abs(sum - c[(i * n) + j]) / size);
            }
        }

        var result = worst < 1e-6 ? "passed" : "FAILED";
        Console.WriteLine($"  {name,-38} largest error relative to the sum of magnitudes {worst:E1}: {result}");
        return worst < 1e-6;
    }

    private static float[] Values(int length, ulong seed, double density)
    {
        var random = new RandomStream(seed);
        var values = new float[length];
        foreach (ref var value in values.AsSpan())
            value = random.NextDouble() < density ? random.NextSingle(-1, 1) : 0;
        return values;
    }
}
