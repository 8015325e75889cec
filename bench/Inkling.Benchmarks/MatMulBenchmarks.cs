using BenchmarkDotNet.Attributes;
using Inkling.Kernels;

namespace Inkling.Benchmarks;

/// <summary>The dense and the sparse product of the first layer, at each vector width.</summary>
public unsafe class MatMulBenchmarks
{
    private readonly float[] _x = new float[64 * 784];
    private readonly float[] _w = new float[784 * 128];
    private readonly float[] _y = new float[64 * 128];
    private readonly ulong[] _mask = new ulong[64 * 13];

    /// <summary>Bits of a vector.</summary>
    [Params(128, 256, 512)]
    public int Bits { get; set; }

    /// <summary>Threads that share the work.</summary>
    [Params(1, 2)]
    public int Threads { get; set; }

    /// <summary>Fills the operands: 19 % of X is not zero.</summary>
    [GlobalSetup]
    public void Setup()
    {
        Compute.VectorBits = Bits;
        Compute.Threads = Threads;
        var random = new RandomStream(1);
        foreach (ref var value in _x.AsSpan())
            value = random.NextDouble() < 0.19 ? random.NextSingle() : 0;
        foreach (ref var value in _w.AsSpan())
            value = random.NextSingle(-1, 1);
    }

    /// <summary>[64, 784] x [784, 128].</summary>
    [Benchmark(Baseline = true)]
    public void Dense()
    {
        fixed (float* x = _x, w = _w, y = _y)
            MatMulKernel.Multiply(new Matrix(x, 784, 1), new Matrix(w, 128, 1), y, 128, 64, 128, 784, false);
    }

    /// <summary>The same without the zeros, including the search for them.</summary>
    [Benchmark]
    public void ZerosSkipped() => SparseMatMulKernel.Multiply(_x, _mask, _w, _y, 64, 128, 784);
}
