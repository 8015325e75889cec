using System.Numerics.Tensors;

namespace Inkling.Kernels;

/// <summary>
/// Bilinear interpolation of maps that lie as [positions, N C]: a position of the result is a weighted sum of four positions.
/// </summary>
internal static class Interpolation
{
    /// <summary>y = the maps at another size.</summary>
    /// <param name="x">[positions of the input, columns].</param>
    /// <param name="input">Rows and columns of a map, at least 1 each.</param>
    /// <param name="y">[positions of the result, columns].</param>
    /// <param name="output">Rows and columns of a map of the result.</param>
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
                TensorPrimitives.Multiply(At(x, vertical.First, horizontal.First), (1 - vertical.Share) * (1 - horizontal.Share), target);
                TensorPrimitives.MultiplyAdd(
                    At(x, vertical.First, horizontal.Second), (1 - vertical.Share) * horizontal.Share, target, target);
                TensorPrimitives.MultiplyAdd(
                    At(x, vertical.Second, horizontal.First), vertical.Share * (1 - horizontal.Share), target, target);
                TensorPrimitives.MultiplyAdd(At(x, vertical.Second, horizontal.Second), vertical.Share * horizontal.Share, target, target);
            }
        }

        ReadOnlySpan<float> At(ReadOnlySpan<float> maps, int row, int column) =>
            maps.Slice(((row * input.Width) + column) * columns, columns);
    }

    /// <summary>dx = each element of dy times the four shares that made it, added up where they came from.</summary>
    /// <param name="dx">[positions of the input, columns], overwritten.</param>
    /// <param name="input">Rows and columns of a map, at least 1 each.</param>
    /// <param name="dy">[positions of the result, columns].</param>
    /// <param name="output">Rows and columns of a map of the result.</param>
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
                Add(dx, vertical.First, horizontal.First, (1 - vertical.Share) * (1 - horizontal.Share), source);
                Add(dx, vertical.First, horizontal.Second, (1 - vertical.Share) * horizontal.Share, source);
                Add(dx, vertical.Second, horizontal.First, vertical.Share * (1 - horizontal.Share), source);
                Add(dx, vertical.Second, horizontal.Second, vertical.Share * horizontal.Share, source);
            }
        }

        void Add(Span<float> maps, int row, int column, float share, ReadOnlySpan<float> source)
        {
            var target = maps.Slice(((row * input.Width) + column) * columns, columns);
            TensorPrimitives.MultiplyAdd(source, share, target, target);
        }
    }

    /// <summary>The two pixels between whose centres a pixel of the result has its own, and the second one's share.</summary>
    private readonly record struct Taps(int First, int Second, float Share)
    {
        public static Taps Of(int at, int inputs, int outputs)
        {
            var center = Math.Max(0, ((at + 0.5f) * ((float)inputs / outputs)) - 0.5f);
            var first = Math.Min((int)center, inputs - 1);
            return new Taps(first, Math.Min(first + 1, inputs - 1), center - first);
        }
    }
}
