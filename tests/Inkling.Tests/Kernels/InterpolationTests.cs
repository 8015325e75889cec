using Inkling.Kernels;

namespace Inkling.Tests.Kernels;

/// <summary>Bilinear interpolation and its gradient beside the definition: a weighted sum of the four nearest pixel centres.</summary>
public class InterpolationTests
{
    [Theory]
    [InlineData(1, 1, 3, 4, 5)]
    [InlineData(4, 6, 4, 6, 3)]
    [InlineData(4, 6, 2, 3, 1)]
    [InlineData(5, 3, 9, 8, 17)]
    [InlineData(28, 28, 40, 40, 2)]
    public void Values_and_gradients_agree(int height, int width, int outHeight, int outWidth, int columns)
    {
        var random = new RandomStream(1);
        var (x, dy) = (Naive.Numbers(height * width * columns, random), Naive.Numbers(outHeight * outWidth * columns, random));
        var (sums, gradient) = (new double[dy.Length], new double[x.Length]);
        for (var i = 0; i < dy.Length; i++)
        {
            var (row, column, channel) = (i / columns / outWidth, i / columns % outWidth, i % columns);
            foreach (var (y, vertical) in Shares(row, height, outHeight))
            {
                foreach (var (at, horizontal) in Shares(column, width, outWidth))
                {
                    var index = (((y * width) + at) * columns) + channel;
                    sums[i] += vertical * horizontal * x[index];
                    gradient[index] += vertical * horizontal * dy[i];
                }
            }
        }

        var (result, dx) = (new float[dy.Length], Enumerable.Repeat(float.NaN, x.Length).ToArray());
        Interpolation.Forward(x, (height, width), result, (outHeight, outWidth));
        Interpolation.Backward(dx, (height, width), dy, (outHeight, outWidth));
        result.AsSpan().ShouldBeCloseTo(Naive.ToFloats(sums), Close.Operation, "values");
        dx.AsSpan().ShouldBeCloseTo(Naive.ToFloats(gradient), Close.Operation, "gradients");
    }

    /// <summary>Two pixels and their shares in a pixel of the output, by the distance of the centres.</summary>
    private static (int Pixel, double Share)[] Shares(int at, int inputs, int outputs)
    {
        var center = Math.Max(0, ((at + 0.5) * inputs / outputs) - 0.5);
        var first = Math.Min((int)center, inputs - 1);
        return [(first, 1 - (center - first)), (Math.Min(first + 1, inputs - 1), center - first)];
    }
}
