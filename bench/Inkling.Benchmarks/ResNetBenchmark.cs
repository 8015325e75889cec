using System.Diagnostics;
using Inkling.Models;
using Inkling.Nn;
using Inkling.Optim;

namespace Inkling.Benchmarks;

/// <summary>ResNet-18 on 28x28 images through the public API: what shared/peers/torch_resnet18.py measures, and inference.</summary>
internal static class ResNetBenchmark
{
    /// <summary>Floating-point operations of the forward pass of an image, without those on padding.</summary>
    private const double ForwardFlops = 2 * 17.8e6;

    public static bool Run(bool quick)
    {
        foreach (var threads in quick ? [1] : Measure.ThreadCounts())
        {
            Compute.Threads = threads;
            Randomness.Seed(1);
            var model = new ResNet18(1, 10);
            var (training, allocated) = Train(model, 64, quick ? 1 : 40);
            Console.WriteLine(
                $"{threads} thread(s), {Compute.VectorBits} bits: training, batch 64: {64 / training,6:F0} images/s, "
                + $"{training * 1e3:F1} ms per step, {60000 / 64 * training:F1} s per epoch of 60,000, "
                + $"{3 * ForwardFlops * 64 / training / 1e9:F0} GFLOP/s, {allocated} bytes allocated per step");
            if (quick)
                return model.Parameters().All(parameter => parameter.ToArray().All(float.IsFinite));
            model.Eval();
            using var _ = new NoGrad();
            foreach (var batch in (int[])[1, 256])
            {
                var images = Tensor.Randn([batch, 1, 28, 28]);
                var seconds = Measure.Seconds(() => model.Forward(images).Release(), 0.2);
                Console.WriteLine($"  inference, batch {batch,3}: {batch / seconds,6:F0} images/s, {seconds * 1e3:F2} ms");
            }
        }

        Console.WriteLine($"peak memory of the process {Process.GetCurrentProcess().PeakWorkingSet64 / 1048576.0:F0} MiB");
        return true;
    }

    private static (double Seconds, long Bytes) Train(ResNet18 model, int batch, int steps)
    {
        var optimizer = new SGD(model.Parameters(), learningRate: 0.01f, momentum: 0.9f);
        var loss = new CrossEntropyLoss();
        var images = Tensor.Randn([batch, 1, 28, 28]);
        var labels = Tensor.From([.. Enumerable.Range(0, batch).Select(i => (float)(i % 10))], batch);
        void Step()
        {
            var error = loss.Forward(model.Forward(images), labels);
            optimizer.ZeroGrad();
            error.Backward();
            optimizer.Step();
        }

        for (var i = 0; i < 4; i++)
            Step();
        var times = new double[steps];
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < steps; i++)
        {
            var start = Stopwatch.GetTimestamp();
            Step();
            times[i] = Stopwatch.GetElapsedTime(start).TotalSeconds;
        }

        var allocated = (GC.GetAllocatedBytesForCurrentThread() - before) / steps;
        Array.Sort(times);
        return (times[steps / 2], allocated);
    }
}
