using Inkling.Kernels;

namespace Inkling.Tests.Kernels;

/// <summary>The three products of a convolution beside plain loops, and beside themselves at other widths and thread counts.</summary>
[Collection(ComputeSettings.Name)]
public class ConvolutionTests
{
    private const float Untouched = 12345;

    /// <summary>Images, channels in and out, input, kernel, stride, padding, dilation, groups.</summary>
    public static TheoryData<int, int, int, int, int, int, int, int, int> Sizes => new()
    {
        { 1, 1, 1, 1, 1, 1, 0, 1, 1 },
        { 1, 1, 64, 9, 7, 2, 3, 1, 1 },
        { 1, 33, 17, 5, 3, 1, 1, 1, 1 },
        { 7, 3, 5, 6, 3, 2, 1, 1, 1 },
        { 9, 8, 16, 4, 3, 1, 1, 1, 1 },
        { 9, 10, 65, 1, 3, 1, 1, 1, 1 },   // one active tap
        { 5, 12, 40, 2, 3, 2, 1, 1, 1 },
        { 3, 2, 3, 12, 9, 1, 4, 1, 1 },    // more taps than a tile takes segments
        { 300, 5, 9, 3, 2, 1, 0, 1, 1 },   // more images than a panel has rows
        { 70, 16, 64, 5, 3, 1, 1, 1, 1 },  // weights in panels
        { 70, 9, 258, 2, 3, 1, 1, 1, 1 },  // weights packed by each item
        { 2, 5, 260, 3, 3, 1, 1, 1, 1 },   // the same, too few rows
        { 3, 4, 6, 7, 3, 1, 2, 2, 1 },
        { 3, 4, 6, 9, 3, 2, 3, 3, 1 },
        { 4, 6, 6, 2, 3, 1, 4, 4, 1 },     // all taps but the middle one in the padding
        { 3, 6, 4, 5, 3, 1, 1, 1, 2 },
        { 2, 15, 10, 5, 3, 2, 1, 2, 5 },
        { 3, 7, 7, 4, 3, 1, 1, 1, 7 },     // depthwise
        { 3, 5, 15, 4, 2, 1, 0, 1, 5 },
    };

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Products_agree_with_plain_loops_at_every_width(
        int images, int inChannels, int outChannels, int side, int kernel, int stride, int padding, int dilation, int groups) =>
        Check(new ConvolutionShape(images, inChannels, outChannels, side, kernel, stride, padding, dilation, groups), new RandomStream(1));

    [Fact]
    public void Products_of_rectangular_sizes_agree_with_plain_loops_at_every_width()
    {
        var random = new RandomStream(2);
        int Pick(int low, int high) => low + random.Next(high - low + 1);
        for (var round = 0; round < 60; round++)
        {
            var groups = round % 4 == 0 ? Pick(2, 3) : 1;
            Size2d kernel = (Pick(1, 4), Pick(1, 4)), dilation = (Pick(1, 2), Pick(1, 3)), padding = (Pick(0, 3), Pick(0, 3));
            Size2d input = (
                Math.Max(1, (dilation.Height * (kernel.Height - 1)) + 1 - (2 * padding.Height)) + Pick(0, 4),
                Math.Max(1, (dilation.Width * (kernel.Width - 1)) + 1 - (2 * padding.Width)) + Pick(0, 4));
            var shape = new ConvolutionShape(
                Pick(1, 11), groups * Pick(1, 13), groups * Pick(1, 40), input, kernel, (Pick(1, 3), Pick(1, 3)), padding, dilation,
                groups);
            Check(shape, random);
        }
    }

    [Fact]
    public void A_shape_with_a_given_output_agrees_with_plain_loops()
    {
        // The positions at the bottom and right that only padding of the output brings.
        var shape = new ConvolutionShape(2, 3, 4, (8, 7), 3, 2, 1, 1) { Output = (4, 3) };
        Check(shape, new RandomStream(3));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    public void Products_have_the_same_bits_for_any_number_of_threads(int threads)
    {
        ConvolutionShape[] shapes = [new(64, 24, 40, 6, 3, 1, 1, 1), new(70, 9, 258, 3, 3, 1, 1, 1), new(1, 64, 64, 7, 3, 2, 1, 1)];
        foreach (var shape in shapes)
        {
            var (x, w, dy) = Operands(shape, new RandomStream(4));
            var expected = ComputeSettings.With(1, () => All(shape, x, w, dy));
            var actual = ComputeSettings.With(threads, () => All(shape, x, w, dy));
            actual.ShouldHaveTheBitsOf(expected, $"{shape}");
        }
    }

    [Theory]
    [InlineData(true, true, 1)]
    [InlineData(true, false, 1)]
    [InlineData(false, true, 1)]
    [InlineData(true, true, 3)]
    public void The_epilogue_is_applied_to_the_finished_sums(bool residual, bool relu, int groups)
    {
        var random = new RandomStream(5);
        var shape = new ConvolutionShape(3, 6, 21, 5, 3, 1, 1, 1, groups);
        var (x, w, dy) = Operands(shape, random);
        var (scale, shift) = (Naive.Numbers(21, random), Naive.Numbers(21, random));
        var plain = Naive.Convolution(shape, x, w, new float[dy.Length]);
        var expected = new float[dy.Length];
        for (var i = 0; i < expected.Length; i++)
        {
            expected[i] = (plain[i] * scale[i % 21]) + shift[i % 21] + (residual ? dy[i] : 0);
            expected[i] = relu ? Math.Max(0, expected[i]) : expected[i];
        }

        ComputeSettings.AtEveryWidth(bits =>
        {
            var y = new float[dy.Length];
            var epilogue = new Epilogue { Scale = scale, Shift = shift, Residual = residual ? dy : default, Relu = relu };
            Convolution.Forward(shape, x, w, y, accumulate: false, epilogue);
            y.AsSpan().ShouldBeCloseTo(expected, Close.Operation, $"{bits} bits");
        });
    }

    private static (float[] X, float[] W, float[] Dy) Operands(in ConvolutionShape shape, RandomStream random) => (
        Naive.Numbers(shape.Input.Area * shape.Images * shape.InChannels, random),
        Naive.Numbers(shape.Taps * shape.WeightsPerTap, random),
        Naive.Numbers(shape.Output.Area * shape.Images * shape.OutChannels, random));

    private static void Check(ConvolutionShape shape, RandomStream random)
    {
        var (x, w, dy) = Operands(shape, random);
        var (startX, startY) = (Naive.Numbers(x.Length, random), Naive.Numbers(dy.Length, random));
        float[][] expected =
        [
            Naive.Convolution(shape, x, w, new float[dy.Length]),
            Naive.Convolution(shape, x, w, startY),
            Naive.ConvolutionInput(shape, dy, w, new float[x.Length]),
            Naive.ConvolutionInput(shape, dy, w, startX),
            Naive.ConvolutionWeight(shape, x, dy),
        ];
        string[] names = ["Y", "Y +=", "dX", "dX +=", "dW"];
        float[][] first = [];
        ComputeSettings.AtEveryWidth(bits =>
        {
            float[][] results =
            [
                Filled(dy.Length), [.. startY, Untouched], Filled(x.Length), [.. startX, Untouched], BackwardWeight(shape, x, dy),
            ];
            Convolution.Forward(shape, x, w, results[0].AsSpan(..^1), accumulate: false);
            Convolution.Forward(shape, x, w, results[1].AsSpan(..^1), accumulate: true);
            Convolution.BackwardInput(shape, dy, w, results[2].AsSpan(..^1), accumulate: false);
            Convolution.BackwardInput(shape, dy, w, results[3].AsSpan(..^1), accumulate: true);
            for (var i = 0; i < results.Length; i++)
            {
                results[i][^1].ShouldBe(Untouched);
                results[i].AsSpan(..^1).ShouldBeCloseTo(expected[i], Close.Operation, $"{names[i]} of {shape} at {bits} bits");
                if (first.Length > 0)
                    results[i].ShouldHaveTheBitsOf(first[i], $"{names[i]} of {shape} at {bits} bits");
            }

            first = results;
        });
    }

    private static float[] All(in ConvolutionShape shape, float[] x, float[] w, float[] dy)
    {
        var (y, dx) = (new float[dy.Length], new float[x.Length]);
        Convolution.Forward(shape, x, w, y, accumulate: false);
        Convolution.BackwardInput(shape, dy, w, dx, accumulate: false);
        return [.. y, .. dx, .. BackwardWeight(shape, x, dy)];
    }

    /// <summary>The gradient of all taps, the inactive ones zero.</summary>
    private static float[] BackwardWeight(in ConvolutionShape shape, float[] x, float[] dy)
    {
        var (first, end) = shape.ActiveTaps();
        var active = Filled((end - first) * shape.WeightsPerTap);
        Convolution.BackwardWeight(shape, x, dy, active.AsSpan(..^1));
        var (before, after) = (new float[first * shape.WeightsPerTap], new float[(shape.Taps - end) * shape.WeightsPerTap]);
        return [.. before, .. active[..^1], .. after, active[^1]];
    }

    /// <summary>NaN everywhere, so that an element that is not written shows, and a sentinel behind them.</summary>
    private static float[] Filled(int length) => [.. Enumerable.Repeat(float.NaN, length), Untouched];
}
