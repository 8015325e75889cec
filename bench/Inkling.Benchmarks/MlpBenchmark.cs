using System.Diagnostics;
using Inkling.Data;
using Inkling.Nn;
using Inkling.Optim;

namespace Inkling.Benchmarks;

/// <summary>The main network through the public API, as a program would use it.</summary>
internal static class MlpBenchmark
{
    public static void Run(bool quick)
    {
        var digits = DataSources.Open();
        if (digits.Notice is { } notice)
            Console.WriteLine(notice);
        var train = quick ? digits.Train.Take(1280) : digits.Train;
        Console.WriteLine($"{digits.Name}, {train.Count:N0} training images, {Compute.VectorBits} bits");
        foreach (var threads in Measure.ThreadCounts())
            MainNetwork(train, digits.Test, threads, quick ? 1 : 5);
        if (!quick)
            Growth(train);
    }

    private static Sequential Network(int hidden) => new(new Flatten(), new Linear(784, hidden), new ReLU(), new Linear(hidden, 10));

    /// <summary>
    /// Floating-point operations of a dense program per training image: three products per layer, but no gradient of the pixels.
    /// </summary>
    private static double TrainingFlops(int hidden) => 2.0 * ((2 * 784 * hidden) + (3 * hidden * 10));

    private static void MainNetwork(ImageDataset train, ImageDataset test, int threads, int epochs)
    {
        Compute.Threads = threads;
        Randomness.Seed(1);
        var peak = Compute.MeasurePeak(threads);
        var model = Network(128);
        var times = new double[epochs];
        for (var i = 0; i < (epochs > 1 ? 4 : 1); i++)
            Epoch(model, train, 64);
        for (var i = 0; i < epochs; i++)
            times[i] = Epoch(model, train, 64);
        Array.Sort(times);
        var seconds = times[epochs / 2];
        var rate = TrainingFlops(128) * train.Count / seconds / 1e9;
        Console.WriteLine(
            $"{threads} thread(s): {seconds:F4} s/epoch ({times[0]:F4} to {times[^1]:F4}), {train.Count / seconds:N0} images/s, "
            + $"{rate:F0} GFLOP/s of a dense program's work, {rate / peak:P0} of a peak of {peak:F0}");
        using var _ = new NoGrad();
        model.Eval();
        var one = test.Take([0]).Inputs;
        var latency = Measure.Seconds(() => model.Forward(one).Release());
        var all = test.All().Inputs;
        var inference = Measure.Seconds(() => model.Forward(all).Release());
        Console.WriteLine($"  one image {latency * 1e6:F1} us, inference {test.Count / inference:N0} images/s");
    }

    private static double Epoch(Sequential model, Dataset train, int batch)
    {
        var loss = new CrossEntropyLoss();
        var optimizer = new SGD(model.Parameters(), learningRate: 0.1f);
        var watch = Stopwatch.StartNew();
        foreach (var (images, labels) in train.Batches(batch, shuffle: true))
        {
            var error = loss.Forward(model.Forward(images), labels);
            optimizer.ZeroGrad();
            error.Backward();
            optimizer.Step();
        }

        return watch.Elapsed.TotalSeconds;
    }

    private static void Growth(ImageDataset train)
    {
        Console.WriteLine("Growth of the cost: images/s, and the share of the peak that a dense program would need");
        var all = Environment.ProcessorCount;
        var threadCounts = Enumerable.Range(0, 9).Select(i => 1 << i).Where(n => n < all).Append(all);
        foreach (var (hidden, batch, threads) in
            new[] { (128, 64), (512, 64), (2048, 64), (128, 1), (128, 16), (128, 1024) }.Select(size => (size.Item1, size.Item2, all))
            .Concat(threadCounts.Select(threads => (128, 64, threads))))
        {
            Compute.Threads = threads;
            var peak = Compute.MeasurePeak(threads);
            var part = train.Take(Math.Min(train.Count, hidden > 1000 ? 6_400 : batch == 1 ? 10_000 : 60_000));
            var model = Network(hidden);
            Epoch(model, part, batch);
            Epoch(model, part, batch);
            var times = new[] { Epoch(model, part, batch), Epoch(model, part, batch), Epoch(model, part, batch) };
            Array.Sort(times);
            var speed = part.Count / times[1];
            Console.WriteLine(
                $"  hidden {hidden,5}, batch {batch,5}, {threads,3} thread(s): {speed,10:N0} images/s, "
                + $"{TrainingFlops(hidden) * speed / 1e9,6:F0} GFLOP/s, {TrainingFlops(hidden) * speed / 1e9 / peak,4:P0} of peak");
        }
    }
}
