using System.Diagnostics;
using Inkling.Kernels;

namespace Inkling.Benchmarks;

/// <summary>The convolutions of ResNet-18 on 28x28 images alone, each with its three products, against the multiply-add peak.</summary>
internal static class ConvolutionBenchmark
{
    /// <summary>Name, how often the layer occurs, channels in and out, side of the input, kernel, stride, padding.</summary>
    private static readonly (string Name, int Count, int In, int Out, int Side, int Kernel, int Stride, int Padding)[] Layers =
    [
        ("conv1", 1, 1, 64, 28, 7, 2, 3),
        ("layer1, 3x3 on 7x7", 4, 64, 64, 7, 3, 1, 1),
        ("layer2, 3x3 stride 2", 1, 64, 128, 7, 3, 2, 1),
        ("layer2, 1x1 stride 2", 1, 64, 128, 7, 1, 2, 0),
        ("layer2, 3x3 on 4x4", 3, 128, 128, 4, 3, 1, 1),
        ("layer3, 3x3 stride 2", 1, 128, 256, 4, 3, 2, 1),
        ("layer3, 1x1 stride 2", 1, 128, 256, 4, 1, 2, 0),
        ("layer3, 3x3 on 2x2", 3, 256, 256, 2, 3, 1, 1),
        ("layer4, 3x3 stride 2", 1, 256, 512, 2, 3, 2, 1),
        ("layer4, 1x1 stride 2", 1, 256, 512, 2, 1, 2, 0),
        ("layer4, 3x3 on 1x1", 3, 512, 512, 1, 3, 1, 1),
    ];

    public static bool Run(bool quick)
    {
        var right = true;
        if (quick)
        {
            foreach (var layer in Layers.Where(layer => layer.In <= 64))
                right &= Check(layer.Name, Shape(layer, 3));
            Console.WriteLine(right ? "all convolutions agree with plain loops" : "a convolution differs from plain loops");
            return right;
        }

        foreach (var threads in Measure.ThreadCounts())
        {
            Compute.Threads = threads;
            var peak = Compute.MeasurePeak(threads);
            Console.WriteLine(
                $"{threads} thread(s), {Compute.VectorBits} bits, batch 64, multiply-add peak {peak:F0} GFLOP/s; "
                + "only taps inside the input are counted");
            var worst = (Share: double.MaxValue, Name: "");
            var total = 0.0;
            foreach (var layer in Layers)
            {
                var (line, slowest, seconds) = Time(layer, Shape(layer, 64), peak);
                Console.WriteLine(line);
                total += seconds * layer.Count;
                if (slowest.Share < worst.Share)
                    worst = (slowest.Share, $"{layer.Name} {slowest.Name}");
            }

            Console.WriteLine(
                $"  all convolutions of a training step {total * 1e3:F2} ms; furthest from the peak: {worst.Name}, {worst.Share:P0}");
        }

        return right;
    }

    private static ConvolutionShape Shape(
        (string Name, int Count, int In, int Out, int Side, int Kernel, int Stride, int Padding) layer, int images) =>
        new(images, layer.In, layer.Out, layer.Side, layer.Kernel, layer.Stride, layer.Padding, Dilation: 1);

    private static (string Line, (double Share, string Name) Slowest, double Seconds) Time(
        (string Name, int Count, int In, int Out, int Side, int Kernel, int Stride, int Padding) layer, ConvolutionShape shape, double peak)
    {
        var (x, w, y) = Operands(shape);
        var flops = 2.0 * InsideTaps(shape) * shape.Images * shape.InChannels * shape.OutChannels;
        var products = new (string Name, Action Work)[]
        {
            ("forward", () => Convolution.Forward(shape, x, w, y, accumulate: false)),
            ("input", () => Convolution.BackwardInput(shape, y, w, x, accumulate: false)),
            ("weights", () => Convolution.BackwardWeight(shape, x, y, Active(shape, w))),
        };
        var line = $"  {layer.Count} x {layer.Name,-22}";
        var slowest = (Share: double.MaxValue, Name: "");
        var all = 0.0;
        foreach (var (name, work) in products)
        {
            // The images themselves need no gradient.
            if (shape.InChannels == 1 && name == "input")
            {
                line += $"{"",35}";
                continue;
            }

            var seconds = Measure.Seconds(work);
            all += seconds;
            var rate = flops / seconds / 1e9;
            line += $"  {name} {rate,4:F0} GFLOP/s {rate / peak,4:P0} {seconds * 1e6,6:F0} us";
            if (rate / peak < slowest.Share)
                slowest = (rate / peak, name);
            Array.Fill(x, 0.5f);
            Array.Fill(y, 0.5f);
            Array.Fill(w, 0.5f);
        }

        return (line, slowest, all);
    }

    /// <summary>Gets the active taps' part of the gradient of the weights.</summary>
    private static Span<float> Active(ConvolutionShape shape, float[] weights)
    {
        var (start, end) = shape.ActiveTaps();
        return weights.AsSpan(start * shape.WeightsPerTap, (end - start) * shape.WeightsPerTap);
    }

    private static long InsideTaps(ConvolutionShape shape)
    {
        var table = new int[shape.Output.Area * shape.Taps];
        shape.FillInputs(table);
        return table.Count(input => input >= 0);
    }

    private static (float[] X, float[] W, float[] Y) Operands(ConvolutionShape shape)
    {
        var random = new RandomStream(1);
        float[] Values(int length) => [.. Enumerable.Range(0, length).Select(_ => random.NextSingle(-1, 1))];
        return (
            Values(shape.Input.Area * shape.Images * shape.InChannels), Values(shape.Taps * shape.InChannels * shape.OutChannels),
            Values(shape.Output.Area * shape.Images * shape.OutChannels));
    }

    /// <summary>Compares the three products with plain loops in double precision.</summary>
    private static bool Check(string name, ConvolutionShape shape)
    {
        var (x, w, dy) = Operands(shape);
        var table = new int[shape.Output.Area * shape.Taps];
        shape.FillInputs(table);
        var (y, dx, dw) = (new double[dy.Length], new double[x.Length], new double[w.Length]);
        var (n, c, o) = (shape.Images, shape.InChannels, shape.OutChannels);
        for (var entry = 0; entry < table.Length; entry++)
        {
            var (output, tap, input) = (entry / shape.Taps, entry % shape.Taps, table[entry]);
            if (input < 0)
                continue;
            for (var i = 0; i < n; i++)
            {
                for (var ci = 0; ci < c; ci++)
                {
                    var at = (((input * n) + i) * c) + ci;
                    for (var co = 0; co < o; co++)
                    {
                        var (to, weight) = ((((output * n) + i) * o) + co, (((tap * c) + ci) * o) + co);
                        y[to] += (double)x[at] * w[weight];
                        dx[at] += (double)dy[to] * w[weight];
                        dw[weight] += (double)dy[to] * x[at];
                    }
                }
            }
        }

        var (forward, inputGradient, weightGradient) = (new float[dy.Length], new float[x.Length], new float[w.Length]);
        Convolution.Forward(shape, x, w, forward, accumulate: false);
        Convolution.BackwardInput(shape, dy, w, inputGradient, accumulate: false);
        Convolution.BackwardWeight(shape, x, dy, Active(shape, weightGradient));
        return Near($"{name} forward", forward, y) & Near($"{name} input gradient", inputGradient, dx)
            & Near($"{name} weight gradient", weightGradient, dw);
    }

    private static bool Near(string name, float[] actual, double[] expected)
    {
        var scale = expected.Max(Math.Abs);
        for (var i = 0; i < actual.Length; i++)
        {
            if (!(Math.Abs(actual[i] - expected[i]) <= 1e-5 * scale))
            {
                Console.WriteLine($"  {name}: element {i} is {actual[i]}, expected {expected[i]}");
                return false;
            }
        }

        return true;
    }
}
