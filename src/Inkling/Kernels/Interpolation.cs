using System.Numerics.Tensors;

namespace Inkling.Kernels;

/// <summary>
/// Bilinear interpolation of feature maps in memory as [positions, N C]: a position of the output is a weighted sum of four positions.
/// </summary>
internal static class Interpolation
{
    /// <summary>Resizes feature maps.</summary>
    /// <param name="x">[positions of the input, columns].</param>
    /// <param name="input">Rows and columns of the input, at least 1 each.</param>
    /// <param name="y">[positions of the output, columns].</param>
    /// <param name="output">Rows and columns of the output.</param>
    public static void Forward(ReadOnlySpan<float> x, Size2d input, Span<float> y, Size2d output)
    {
        var columns = x.Length / input.Area;
        for (var row = 0; row < output.Height; row++)
        {
            var vertical = Taps.Of(row, input.Height, output.Height);
            for (var column = 0; column < output.Width; column++)
            {
                var horizontal = Taps.Of(column, input.Width, output.Width);
                var target = y.Slice(((row * output.Width) + column) * columns, columns);
                TensorPrimitives.Multiply(At(x, vertical.First, horizontal.First), (1 - vertical.Weight) * (1 - horizontal.Weight), target);
                TensorPrimitives.MultiplyAdd(
                    At(x, vertical.First, horizontal.Second), (1 - vertical.Weight) * horizontal.Weight, target, target);
                TensorPrimitives.MultiplyAdd(
                    At(x, vertical.Second, horizontal.First), vertical.Weight * (1 - horizontal.Weight), target, target);
                TensorPrimitives.MultiplyAdd(
                    At(x, vertical.Second, horizontal.Second), vertical.Weight * horizontal.Weight, target, target);
            }
        }

        ReadOnlySpan<float> At(ReadOnlySpan<float> maps, int row, int column) =>
            maps.Slice(((row * input.Width) + column) * columns, columns);
    }

    /// <summary>Computes dx: each element of dy times its four weights, summed at the four positions.</summary>
    /// <param name="dx">[positions of the input, columns], overwritten.</param>
    /// <param name="input">Rows and columns of the input, at least 1 each.</param>
    /// <param name="dy">[positions of the output, columns].</param>
    /// <param name="output">Rows and columns of the output.</param>
    public static void Backward(Span<float> dx, Size2d input, ReadOnlySpan<float> dy, Size2d output)
    {
        var columns = dx.Length / input.Area;
        dx.Clear();
        for (var row = 0; row < output.Height; row++)
        {
            var vertical = Taps.Of(row, input.Height, output.Height);
            for (var column = 0; column < output.Width; column++)
            {
                var horizontal = Taps.Of(column, input.Width, output.Width);
                var source = dy.Slice(((row * output.Width) + column) * columns, columns);
                Add(dx, vertical.First, horizontal.First, (1 - vertical.Weight) * (1 - horizontal.Weight), source);
                Add(dx, vertical.First, horizontal.Second, (1 - vertical.Weight) * horizontal.Weight, source);
                Add(dx, vertical.Second, horizontal.First, vertical.Weight * (1 - horizontal.Weight), source);
                Add(dx, vertical.Second, horizontal.Second, vertical.Weight * horizontal.Weight, source);
            }
        }

        void Add(Span<float> maps, int row, int column, float weight, ReadOnlySpan<float> source)
        {
            var target = maps.Slice(((row * input.Width) + column) * columns, columns);
            TensorPrimitives.MultiplyAdd(source, weight, target, target);
        }
    }

    /// <summary>The two pixels whose centres enclose that of an output pixel, and the weight of the second.</summary>
    private readonly record struct Taps(int First, int Second, float Weight)
    {
        public static Taps Of(int at, int inputs, int outputs)
        {
            var center = Math.Max(0, ((at + 0.5f) * ((float)inputs / outputs)) - 0.5f);
            var first = Math.Min((int)center, inputs - 1);
            return new Taps(first, Math.Min(first + 1, inputs - 1), center - first);
        }
    }
}
