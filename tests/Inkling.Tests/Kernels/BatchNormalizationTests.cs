using Inkling.Kernels;

namespace Inkling.Tests.Kernels;

/// <summary>Each pass of batch normalisation beside a plain loop in double precision.</summary>
[Collection(ComputeSettings.Name)]
public class BatchNormalizationTests
{
    public static TheoryData<int, int> Sizes => new()
    {
        { 1, 1 }, { 2, 3 }, { 5, 16 }, { 127, 7 }, { 128, 33 }, { 129, 1 }, { 300, 70 }, { 1000, 64 },
    };

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Mean_and_variance_agree(int rows, int channels)
    {
        var x = Naive.Numbers(rows * channels, new RandomStream(1)).Select(value => value + 3).ToArray();
        var (mean, variance) = (new float[channels], new float[channels]);
        for (var c = 0; c < channels; c++)
        {
            var column = Column(x, c, channels);
            mean[c] = (float)column.Average();
            variance[c] = (float)column.Average(value => (value - column.Average()) * (value - column.Average()));
        }

        ComputeSettings.AtEveryWidth(bits =>
        {
            var (actualMean, actualVariance) = (new float[channels], new float[channels]);
            BatchNormalization.Statistics(x, actualMean, actualVariance);
            actualMean.AsSpan().ShouldBeCloseTo(mean, Close.Operation, $"mean of [{rows}, {channels}] at {bits} bits");
            actualVariance.AsSpan().ShouldBeCloseTo(variance, Close.Operation, $"variance of [{rows}, {channels}] at {bits} bits");
        });
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Normalised_values_agree_with_and_without_residual_and_relu(int rows, int channels)
    {
        var random = new RandomStream(2);
        var (x, residual) = (Naive.Numbers(rows * channels, random), Naive.Numbers(rows * channels, random));
        var (scale, shift) = (Naive.Numbers(channels, random), Naive.Numbers(channels, random));
        foreach (var (adds, relu) in ((bool, bool)[])[(false, false), (true, false), (false, true), (true, true)])
        {
            var expected = new float[x.Length];
            for (var i = 0; i < x.Length; i++)
            {
                var value = ((double)x[i] * scale[i % channels]) + shift[i % channels] + (adds ? residual[i] : 0);
                expected[i] = (float)(relu ? Math.Max(0, value) : value);
            }

            ComputeSettings.AtEveryWidth(bits =>
            {
                var y = new float[x.Length];
                BatchNormalization.Apply(x, scale, shift, adds ? residual : [], y, relu);
                y.AsSpan().ShouldBeCloseTo(expected, Close.Operation, $"[{rows}, {channels}], residual {adds}, relu {relu}, {bits} bits");
            });
        }
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Gradients_agree_with_and_without_the_mask_of_a_relu(int rows, int channels)
    {
        var random = new RandomStream(3);
        var (x, dy) = (Naive.Numbers(rows * channels, random), Naive.Numbers(rows * channels, random));
        var y = Array.ConvertAll(Naive.Numbers(rows * channels, random), value => Math.Max(0, value));
        var (mean, a) = (Naive.Numbers(channels, random), Naive.Numbers(channels, random));
        var (b, c) = (Naive.Numbers(channels, random), Naive.Numbers(channels, random));
        foreach (var masked in (bool[])[false, true])
        {
            var kept = dy.Select((value, i) => masked && y[i] <= 0 ? 0 : value).ToArray();
            var (sums, products, dx) = (new double[channels], new double[channels], new float[x.Length]);
            for (var i = 0; i < x.Length; i++)
            {
                var channel = i % channels;
                sums[channel] += kept[i];
                products[channel] += kept[i] * ((double)x[i] - mean[channel]);
                dx[i] = (float)(((double)a[channel] * kept[i]) + (b[channel] * ((double)x[i] - mean[channel])) + c[channel]);
            }

            ComputeSettings.AtEveryWidth(bits =>
            {
                var what = $"[{rows}, {channels}], masked {masked}, {bits} bits";
                var (gradient, actual) = ((float[])dy.Clone(), new float[x.Length]);
                var (actualSums, actualProducts) = (new float[channels], new float[channels]);
                BatchNormalization.GradientSums(x, masked ? y : [], gradient, mean, keepMasked: false, actualSums, actualProducts);
                gradient.ShouldBe(dy, what);
                actualSums.AsSpan().ShouldBeCloseTo(Naive.ToFloats(sums), Close.Operation, $"sums of {what}");
                actualProducts.AsSpan().ShouldBeCloseTo(Naive.ToFloats(products), Close.Operation, $"products of {what}");
                BatchNormalization.GradientApply(x, masked ? y : [], dy, mean, a, b, c, actual);
                actual.AsSpan().ShouldBeCloseTo(dx, Close.Operation, $"dx of {what}");
                BatchNormalization.GradientSums(x, masked ? y : [], gradient, mean, keepMasked: true, actualSums, actualProducts);
                gradient.ShouldBe(kept, what);
            });
        }
    }

    private static double[] Column(float[] matrix, int column, int columns) =>
        [.. Enumerable.Range(0, matrix.Length / columns).Select(row => (double)matrix[(row * columns) + column])];
}
