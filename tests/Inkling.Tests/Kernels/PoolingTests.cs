using Inkling.Kernels;

namespace Inkling.Tests.Kernels;

/// <summary>Pooling and its gradients beside plain loops, with windows that overlap, leave gaps, or are cut by the padding.</summary>
[Collection(ComputeSettings.Name)]
public class PoolingTests
{
    /// <summary>Height and width of the input, kernel, stride and padding, N times C.</summary>
    public static TheoryData<int, int, int, int, int, int> Sizes => new()
    {
        { 1, 1, 1, 1, 0, 1 }, { 4, 6, 2, 2, 0, 5 }, { 7, 5, 3, 2, 1, 17 }, { 5, 5, 3, 1, 1, 33 }, { 9, 4, 2, 3, 0, 513 },
        { 6, 6, 3, 3, 1, 1030 },
    };

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Pooling_agrees_at_every_width(int height, int width, int kernel, int stride, int padding, int columns)
    {
        Size2d output = (
            ConvolutionShape.OutputSize(height, kernel, stride, padding), ConvolutionShape.OutputSize(width, kernel, stride, padding));
        var windows = new PoolWindow[output.Area];
        PoolWindow.Fill(windows, (height, width), output, kernel, stride, padding);
        Check(windows, height, width, columns);
    }

    [Theory]
    [InlineData(7, 5, 3, 2, 9)]
    [InlineData(2, 3, 5, 4, 40)]
    [InlineData(6, 6, 1, 1, 3)]
    public void Adaptive_pooling_agrees_at_every_width(int height, int width, int outHeight, int outWidth, int columns)
    {
        var windows = new PoolWindow[outHeight * outWidth];
        PoolWindow.FillAdaptive(windows, (height, width), (outHeight, outWidth));
        Check(windows, height, width, columns);
    }

    [Fact]
    public void Of_equal_elements_the_first_is_the_maximum_and_NaN_exceeds_all()
    {
        var windows = new PoolWindow[1];
        PoolWindow.Fill(windows, (2, 2), 1, 2, 2, 0);
        float[] x = [.. Enumerable.Repeat(1f, 20), .. Enumerable.Repeat(2f, 40), .. Enumerable.Repeat(float.NaN, 20)];
        x.AsSpan(70).Clear();
        ComputeSettings.AtEveryWidth(_ =>
        {
            var (y, indices) = (new float[20], new float[20]);
            Pooling.Max(windows, 2, 20, x, y, indices);
            y.ShouldBe([.. Enumerable.Repeat(float.NaN, 10), .. Enumerable.Repeat(2f, 10)]);
            indices.ShouldBe([.. Enumerable.Repeat(3f, 10), .. Enumerable.Repeat(1f, 10)]);
        });
    }

    private static void Check(PoolWindow[] windows, int height, int width, int columns)
    {
        var random = new RandomStream(1);
        var (x, dy) = (Naive.Numbers(height * width * columns, random), Naive.Numbers(windows.Length * columns, random));
        var (largest, at, means) = (new float[dy.Length], new float[dy.Length], new float[dy.Length]);
        var (ofMax, ofMean) = (new double[x.Length], new double[x.Length]);
        for (var i = 0; i < dy.Length; i++)
        {
            var (window, column) = (windows[i / columns], i % columns);
            var (best, sum) = (-1, 0.0);
            foreach (var position in Positions(window, width))
            {
                var value = x[(position * columns) + column];
                sum += value;
                if (best < 0 || value > x[(best * columns) + column])
                    best = position;
                ofMean[(position * columns) + column] += (double)window.Factor * dy[i];
            }

            (largest[i], at[i], means[i]) = (x[(best * columns) + column], best, (float)(sum * window.Factor));
            ofMax[(best * columns) + column] += dy[i];
        }

        ComputeSettings.AtEveryWidth(bits =>
        {
            var (y, indices, dx) = (new float[dy.Length], new float[dy.Length], Enumerable.Repeat(float.NaN, x.Length).ToArray());
            Pooling.Max(windows, width, columns, x, y, indices);
            y.ShouldBe(largest, $"{bits} bits");
            indices.ShouldBe(at, $"{bits} bits");
            Pooling.MaxBackward(windows, width, columns, dx, dy, indices);
            dx.AsSpan().ShouldBeCloseTo(Naive.ToFloats(ofMax), Close.Operation, $"gradient of the maxima at {bits} bits");
            Pooling.Average(windows, width, columns, x, y);
            y.AsSpan().ShouldBeCloseTo(means, Close.Operation, $"means at {bits} bits");
            Pooling.AverageBackward(windows, width, columns, dx, dy);
            dx.AsSpan().ShouldBeCloseTo(Naive.ToFloats(ofMean), Close.Operation, $"gradient of the means at {bits} bits");
        });
    }

    private static IEnumerable<int> Positions(PoolWindow window, int width)
    {
        for (var y = window.Top; y < window.Bottom; y++)
        {
            for (var x = window.Left; x < window.Right; x++)
                yield return (y * width) + x;
        }
    }
}
