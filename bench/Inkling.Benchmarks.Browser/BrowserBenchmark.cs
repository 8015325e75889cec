using System.Diagnostics;
using System.Runtime.InteropServices.JavaScript;
using Inkling.Data;
using Inkling.Models;
using Inkling.Nn;
using Inkling.Optim;

namespace Inkling.Benchmarks.Browser;

#pragma warning disable MA0182 // Called by scripts.

/// <summary>The main network and the cnn through the public API, called by a page.</summary>
internal static partial class BrowserBenchmark
{
    private static ImageDataset s_images = null!;
    private static Sequential s_model = null!;
    private static SGD s_optimizer = null!;

    /// <summary>Creates the data and the network 784-128-10.</summary>
    /// <param name="pixels">[N, 28, 28].</param>
    /// <param name="labels">[N].</param>
    [JSExport]
    internal static void SetUp(byte[] pixels, byte[] labels)
    {
        s_images = new ImageDataset("MNIST", pixels, labels, ImageDataset.Digits);
        Randomness.Seed(1);
        s_model = new Sequential(new Flatten(), new Linear(784, 128), new ReLU(), new Linear(128, 10));
        s_optimizer = new SGD(s_model.Parameters(), learningRate: 0.1f);
    }

    /// <summary>Trains an epoch in batches of 64 and gets the images per second.</summary>
    [JSExport]
    internal static double Epoch()
    {
        var loss = new CrossEntropyLoss();
        var watch = Stopwatch.StartNew();
        foreach (var (images, labels) in s_images.Batches(64, shuffle: true))
        {
            var error = loss.Forward(s_model.Forward(images), labels);
            s_optimizer.ZeroGrad();
            error.Backward();
            s_optimizer.Step();
        }

        return s_images.Count / watch.Elapsed.TotalSeconds;
    }

    /// <summary>Gets the microseconds of a forward pass of one image through the main network.</summary>
    /// <param name="times">The number of passes.</param>
    [JSExport]
    internal static double OneImage(int times) => Forward(s_model, times);

    /// <summary>Gets the microseconds of a forward pass of one image through the cnn.</summary>
    /// <param name="times">The number of passes.</param>
    [JSExport]
    internal static double OneImageOfCnn(int times) => Forward(new SmallCnn(), times);

    /// <summary>Gets the milliseconds of a training step of the cnn.</summary>
    /// <param name="batch">The images of a step.</param>
    [JSExport]
    internal static double CnnStep(int batch)
    {
        var (model, loss) = (new SmallCnn(), new CrossEntropyLoss());
        var optimizer = new SGD(model.Parameters(), learningRate: 0.01f);
        var best = double.MaxValue;
        foreach (var (images, labels) in s_images.Take(6 * batch).Batches(batch))
        {
            var watch = Stopwatch.StartNew();
            var error = loss.Forward(model.Forward(images), labels);
            optimizer.ZeroGrad();
            error.Backward();
            optimizer.Step();
            best = Math.Min(best, watch.Elapsed.TotalMilliseconds);
        }

        return best;
    }

    private static double Forward(Module model, int times)
    {
        using var _ = new NoGrad();
        model.Eval();
        var one = s_images.Take([0]).Inputs;
        var watch = Stopwatch.StartNew();
        for (var i = 0; i < times; i++)
            model.Forward(one).Release();
        return watch.Elapsed.TotalMicroseconds / times;
    }
}
