using Inkling.Analysis;

namespace Inkling.Tests.Analysis;

public class OcclusionTests
{
    /// <summary>
    /// A window of 5 does not end at the edge of 22 rows and 20 columns in steps of 3 and 4, and one of 40 covers the image.
    /// </summary>
    [Theory]
    [InlineData(5, 3, 0f)]
    [InlineData(5, 4, 1f)]
    [InlineData(1, 1, 0.5f)]
    [InlineData(40, 7, 0f)]
    public void Each_pixel_has_the_mean_decrease_of_the_windows_that_cover_it(int window, int stride, float fill)
    {
        var model = Models.Untrained("cnn", 22, 20);
        var image = Models.Noise(model, 1).Take([0]).Inputs.ToArray();
        const int target = 6;
        using var _ = new NoGrad();
        model.Module.Eval();
        var before = Logit(image);
        var (sums, counts) = (new double[22, 20], new int[22, 20]);
        for (var top = 0; top == 0 || top + window < 22 + stride; top += stride)
        {
            for (var left = 0; left == 0 || left + window < 20 + stride; left += stride)
            {
                float[] occluded = [.. image];
                Each(top, left, (row, column) => occluded[(row * 20) + column] = fill);
                var decrease = before - Logit(occluded);
                Each(top, left, (row, column) =>
                {
                    sums[row, column] += decrease;
                    counts[row, column]++;
                });
            }
        }

        float[] expected = [.. sums.Cast<double>().Zip(counts.Cast<int>()).Select(pair => (float)(pair.First / pair.Second))];
        var attribution = new Occlusion(window, stride, fill).Attribute(model, image, target);
        attribution.Values.ToArray().AsSpan().ShouldBeCloseTo(expected, 1e-4, $"window {window}, stride {stride}, fill {fill}");

        float Logit(float[] pixels) => model.Module.Forward(Tensor.From(pixels, 1, 1, 22, 20))[0, target].Item();

        void Each(int top, int left, Action<int, int> action)
        {
            for (var row = top; row < Math.Min(22, top + window); row++)
            {
                for (var column = left; column < Math.Min(20, left + window); column++)
                    action(row, column);
            }
        }
    }

    [Fact]
    public void An_empty_image_has_nothing_to_occlude() =>
        new Occlusion().Attribute(Models.TheMlp, new float[784]).Values.ToArray().ShouldAllBe(value => value == 0);

    [Fact]
    public void Window_stride_and_fill_have_ranges()
    {
        Should.Throw<ArgumentOutOfRangeException>(() => new Occlusion(0));
        Should.Throw<ArgumentOutOfRangeException>(() => new Occlusion(4, 0)).Message.ShouldContain("a stride of 0");
        Should.Throw<ArgumentOutOfRangeException>(() => new Occlusion(4, 5)).Message
            .ShouldContain("a stride of 5 with a window of 4, expected 1 to 4");
        Should.Throw<ArgumentOutOfRangeException>(() => new Occlusion(4, 2, -0.1f)).Message
            .ShouldContain("a fill of -0.1, expected 0 to 1");
    }
}
