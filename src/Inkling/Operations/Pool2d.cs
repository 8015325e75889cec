using System.Runtime.InteropServices;
using Inkling.Autograd;
using Inkling.Kernels;
using Inkling.Operations;

namespace Inkling
{
    public readonly partial struct Tensor
    {
        /// <summary>
        /// Computes the maximum under a window that moves over feature maps [N, C, H, W]. Of equal elements the first gets the gradient;
        /// the padding is never the maximum.
        /// </summary>
        /// <param name="kernel">The window.</param>
        /// <param name="stride">The step of the window in pixels; its size when null.</param>
        /// <param name="padding">Rows and columns at each side of a feature map, at most half the window.</param>
        /// <returns>[N, C, OH, OW], with OH = (H + 2 padding - KH) / stride + 1 rounded down.</returns>
        /// <exception cref="ArgumentException">
        /// The tensor is not [N, C, H, W], the window is larger than the padded feature maps, or an argument is out of range.
        /// </exception>
        public Tensor MaxPool2d(Size2d kernel, Size2d? stride = null, Size2d padding = default) =>
            Pool2dOperation.Apply(this, kernel, stride ?? kernel, padding, isMax: true);

        /// <summary>
        /// Computes the mean under a window that moves over feature maps [N, C, H, W], the padding counting as zeros. See
        /// <see cref="MaxPool2d"/>.
        /// </summary>
        /// <param name="kernel">The window.</param>
        /// <param name="stride">The step of the window in pixels; its size when null.</param>
        /// <param name="padding">Rows and columns at each side of a feature map, at most half the window.</param>
        /// <exception cref="ArgumentException">As for <see cref="MaxPool2d"/>.</exception>
        public Tensor AvgPool2d(Size2d kernel, Size2d? stride = null, Size2d padding = default) =>
            Pool2dOperation.Apply(this, kernel, stride ?? kernel, padding, isMax: false);

        /// <summary>
        /// Computes the maxima of windows of nearly equal size that cover feature maps [N, C, H, W]: [N, C, output height, output width].
        /// </summary>
        /// <exception cref="ArgumentException">The tensor is not [N, C, H, W] with pixels, or the output has none.</exception>
        public Tensor AdaptiveMaxPool2d(Size2d output) => Pool2dOperation.ApplyAdaptive(this, output, isMax: true);

        /// <summary>
        /// Computes the means of windows of nearly equal size that cover feature maps [N, C, H, W]: [N, C, output height, output width].
        /// </summary>
        /// <exception cref="ArgumentException">The tensor is not [N, C, H, W] with pixels, or the output has none.</exception>
        public Tensor AdaptiveAvgPool2d(Size2d output) => Pool2dOperation.ApplyAdaptive(this, output, isMax: false);
    }
}

namespace Inkling.Operations
{
    /// <summary>
    /// y = the maximum or the mean of each window: dx is dy at the position of the maximum, or an equal share of dy in the whole window.
    /// </summary>
    internal sealed class Pool2dOperation : Operation<Pool2dOperation>
    {
        /// <summary>The windows: <see cref="PoolWindow"/>.</summary>
        private Block? _windows;

        /// <summary>The positions of the maxima, or null for means.</summary>
        private Block? _indices;

        public static Tensor Apply(Tensor x, Size2d kernel, Size2d stride, Size2d padding, bool isMax)
        {
            var name = isMax ? "MaxPool2d" : "AvgPool2d";
            var input = CheckMaps(x.Shape, name);
            SlidingWindow.Check(name, input, kernel, stride, padding, dilation: 1);
            if (2 * padding.Height > kernel.Height || 2 * padding.Width > kernel.Width)
                throw new ArgumentException(
                    $"{name}: a padding of {padding} was given for a window of {kernel}, expected at most half of it", nameof(padding));
            Size2d output = (
                ConvolutionShape.OutputSize(input.Height, kernel.Height, stride.Height, padding.Height),
                ConvolutionShape.OutputSize(input.Width, kernel.Width, stride.Width, padding.Width));
            var block = Block.Rent(Floats(output));
            PoolWindow.Fill(Windows(block, output), input, output, kernel, stride, padding);
            return Pool(x, output, block, isMax);
        }

        public static Tensor ApplyAdaptive(Tensor x, Size2d output, bool isMax)
        {
            var name = isMax ? "AdaptiveMaxPool2d" : "AdaptiveAvgPool2d";
            var input = CheckMaps(x.Shape, name);
            if (output is { Height: < 1 } or { Width: < 1 } || input.Area == 0)
                throw new ArgumentException(
                    $"{name}: feature maps of {input.Height}x{input.Width} to {output.Height}x{output.Width}, expected at least 1x1 each",
                    nameof(output));
            var block = Block.Rent(Floats(output));
            PoolWindow.FillAdaptive(Windows(block, output), input, output);
            return Pool(x, output, block, isMax);
        }

        public override void Backward(Node gradient)
        {
            var shape = Input(0).Shape;
            var (columns, width) = (shape[0] * shape[1], shape[3]);
            var dy = gradient.ToHwnc();
            var result = Node.CreateHwnc(shape);
            var windows = Windows(_windows!, (Output.Shape[2], Output.Shape[3]));
            if (_indices is { } indices)
                Pooling.MaxBackward(windows, width, columns, result.Memory, dy.Memory, indices.Span(0, dy.Shape.Length));
            else
                Pooling.AverageBackward(windows, width, columns, result.Memory, dy.Memory);
            dy.DropReference();
            AccumulateOwned(0, result);
        }

        protected override void ReleaseSaved()
        {
            _windows?.Return();
            _indices?.Return();
            _windows = _indices = null;
        }

        private static Size2d CheckMaps(Shape shape, string operation) => shape.Rank == 4
            ? new Size2d(shape[2], shape[3])
            : throw new ArgumentException($"{operation}: input is {shape}, expected [N, C, H, W]");

        private static int Floats(Size2d output) => output.Area * 5;

        private static Span<PoolWindow> Windows(Block block, Size2d output) =>
            MemoryMarshal.Cast<float, PoolWindow>(block.Span(0, Floats(output)));

        private static Tensor Pool(Tensor x, Size2d output, Block windows, bool isMax)
        {
            var shape = x.Shape;
            var result = new Tensor(Node.CreateHwnc(new Shape(shape[0], shape[1], output.Height, output.Width)));
            var indices = isMax ? Block.Rent(result.Length) : null;
            var input = x.Node.ToHwnc();
            if (indices is not null)
                Pooling.Max(
                    Windows(windows, output), shape[3], shape[0] * shape[1], input.Memory, result.Node.Memory,
                    indices.Span(0, result.Length));
            else
                Pooling.Average(Windows(windows, output), shape[3], shape[0] * shape[1], input.Memory, result.Node.Memory);
            input.DropReference();
            if (Record(result, x) is { } operation)
            {
                (operation._windows, operation._indices) = (windows, indices);
            }
            else
            {
                windows.Return();
                indices?.Return();
            }

            return result;
        }
    }
}
