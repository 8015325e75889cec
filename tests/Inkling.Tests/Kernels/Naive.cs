using Inkling.Kernels;

namespace Inkling.Tests.Kernels;

/// <summary>What the kernels compute, as plain loops in double precision: slow, and easy to see that they are right.</summary>
internal static class Naive
{
    /// <summary>A term of a convolution's sums: the indices of its factors in X and W, and of the sum in Y.</summary>
    public readonly record struct Term(int X, int W, int Y);

    /// <summary>Y = X * W: X [H, W, N, C], W [taps, C / groups, O], Y [OH, OW, N, O].</summary>
    public static float[] Convolution(in ConvolutionShape shape, float[] x, float[] w, float[] y)
    {
        var sums = ToDoubles(y);
        foreach (var term in Terms(shape))
            sums[term.Y] += (double)x[term.X] * w[term.W];
        return ToFloats(sums);
    }

    /// <summary>dX from dY and W.</summary>
    public static float[] ConvolutionInput(in ConvolutionShape shape, float[] dy, float[] w, float[] dx)
    {
        var sums = ToDoubles(dx);
        foreach (var term in Terms(shape))
            sums[term.X] += (double)dy[term.Y] * w[term.W];
        return ToFloats(sums);
    }

    /// <summary>dW, of all taps, from X and dY.</summary>
    public static float[] ConvolutionWeight(in ConvolutionShape shape, float[] x, float[] dy)
    {
        var sums = new double[shape.Taps * shape.WeightsPerTap];
        foreach (var term in Terms(shape))
            sums[term.W] += (double)x[term.X] * dy[term.Y];
        return ToFloats(sums);
    }

    /// <summary>C = A B: A [m, k], B [k, n], C [m, n].</summary>
    public static float[] Product(float[] a, float[] b, int m, int n, int k)
    {
        var sums = new double[m * n];
        for (var i = 0; i < m; i++)
        {
            for (var j = 0; j < n; j++)
            {
                for (var l = 0; l < k; l++)
                    sums[(i * n) + j] += (double)a[(i * k) + l] * b[(l * n) + j];
            }
        }

        return ToFloats(sums);
    }

    /// <summary>[rows, columns] to [columns, rows].</summary>
    public static float[] Transpose(float[] matrix, int rows, int columns) =>
        [.. Enumerable.Range(0, rows * columns).Select(i => matrix[(i % rows * columns) + (i / rows)])];

    /// <summary>Uniform numbers in [-1, 1).</summary>
    public static float[] Numbers(int count, RandomStream random) => [.. Enumerable.Range(0, count).Select(_ => random.NextSingle(-1, 1))];

    public static float[] ToFloats(double[] values) => Array.ConvertAll(values, value => (float)value);

    public static double[] ToDoubles(float[] values) => Array.ConvertAll(values, value => (double)value);

    /// <summary>Every term whose tap lies inside the input.</summary>
    private static IEnumerable<Term> Terms(ConvolutionShape shape)
    {
        var (inputs, outputs) = (shape.InChannels / shape.Groups, shape.OutChannels / shape.Groups);
        for (var oy = 0; oy < shape.Output.Height; oy++)
        {
            for (var ox = 0; ox < shape.Output.Width; ox++)
            {
                for (var tap = 0; tap < shape.Taps; tap++)
                {
                    var y = (oy * shape.Stride.Height) - shape.Padding.Height + (tap / shape.Kernel.Width * shape.Dilation.Height);
                    var x = (ox * shape.Stride.Width) - shape.Padding.Width + (tap % shape.Kernel.Width * shape.Dilation.Width);
                    if (y < 0 || y >= shape.Input.Height || x < 0 || x >= shape.Input.Width)
                        continue;
                    for (var n = 0; n < shape.Images; n++)
                    {
                        for (var o = 0; o < shape.OutChannels; o++)
                        {
                            for (var c = 0; c < inputs; c++)
                            {
                                var channel = (o / outputs * inputs) + c;
                                yield return new Term(
                                    (((((y * shape.Input.Width) + x) * shape.Images) + n) * shape.InChannels) + channel,
                                    (((tap * inputs) + c) * shape.OutChannels) + o,
                                    (((((oy * shape.Output.Width) + ox) * shape.Images) + n) * shape.OutChannels) + o);
                            }
                        }
                    }
                }
            }
        }
    }
}
