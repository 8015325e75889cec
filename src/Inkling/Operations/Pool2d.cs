using System.Runtime.InteropServices;
using Inkling.Autograd;
using Inkling.Kernels;
using Inkling.Operations;

namespace Inkling
{
    public readonly partial struct Tensor
    {
        /// <summary>
        /// The largest value under a window that moves over each map [N, C, H, W]. Of equal ones the first gets the gradient; the padding
        /// never wins.
        /// </summary>
        /// <param name="kernel">The window.</param>
        /// <param name="stride">Pixels from one place of the window to the next; the window's own size when null.</param>
        /// <param name="padding">Rows and columns around each map, at most half the window.</param>
        /// <returns>[N, C, OH, OW], with OH = (H + 2 padding - KH) / stride + 1 rounded down.</returns>
        /// <exception cref="ArgumentException">This is not [N, C, H, W], the window is larger than the padded map, or a stride or padding
        /// is out of range.</exception>
        public Tensor MaxPool2d(Size2d kernel, Size2d? stride = null, Size2d padding = default) =>
            Pool2dOperation.Apply(this, kernel, stride ?? kernel, padding, largest: true);

        /// <summary>
        /// The mean under a window that moves over each map [N, C, H, W]; the padding counts as zeros. See <see cref="MaxPool2d"/>.
        /// </summary>
        /// <param name="kernel">The window.</param>
        /// <param name="stride">Pixels from one place of the window to the next; the window's own size when null.</param>
        /// <param name="padding">Rows and columns around each map, at most half the window.</param>
        /// <exception cref="ArgumentException">As for <see cref="MaxPool2d"/>.</exception>
        public Tensor AvgPool2d(Size2d kernel, Size2d? stride = null, Size2d padding = default) =>
            Pool2dOperation.Apply(this, kernel, stride ?? kernel, padding, largest: false);

        /// <summary>
        /// The largest values of windows of nearly equal size that cover each map [N, C, H, W]: [N, C, output height, output width].
        /// </summary>
        /// <exception cref="ArgumentException">This is not [N, C, H, W] with pixels, or the output has none.</exception>
        public Tensor AdaptiveMaxPool2d(Size2d output) => Pool2dOperation.ApplyAdaptive(this, output, largest: true);

        /// <summary>
        /// The means of windows of nearly equal size that cover each map [N, C, H, W]: [N, C, output height, output width].
        /// </summary>
        /// <exception cref="ArgumentException">This is not [N, C, H, W] with pixels, or the output has none.</exception>
        public Tensor AdaptiveAvgPool2d(Size2d output) => Pool2dOperation.ApplyAdaptive(this, output, largest: false);
    }
}

namespace Inkling.Operations
{
    /// <summary>
    /// y = the largest or the mean of each window: dy goes to where the largest was, or in equal shares to the whole window.
    /// </summary>
    internal sealed class Pool2dOperation : Operation<Pool2dOperation>
    {
        /// <summary>The windows, four whole numbers and a factor each.</summary>
        private Block? _windows;

        /// <summary>Where the largest were found, or null for means.</summary>
        private Block? _indices;

        public static Tensor Apply(Tensor x, Size2d kernel, Size2d stride, Size2d padding, bool largest)
        {
            var name = largest ? "MaxPool2d" : "AvgPool2d";
            var input = CheckMaps(x.Shape, name);
            Conv2dOperation.CheckStride(stride, name);
            Conv2dOperation.CheckKernel(input, kernel, padding, name);
            if (2 * padding.Height > kernel.Height || 2 * padding.Width > kernel.Width)
                throw new ArgumentException(
                    $"{name}: a padding of {padding} was given for a window of {kernel}, expected at most half of it", nameof(padding));
            Size2d output =
            (((input.Height + (2 * padding.Height) - kernel.Height) / stride.Height) + 1,
            ((input.Width + (2 * padding.Width) - kernel.Width) / stride.Width) + 1);
            var block = Block.Rent(Floats(output));
            PoolWindow.Fill(Windows(block, output), input, output, kernel, stride, padding);
            return Pool(x, output, block, largest);
        }

        public static Tensor ApplyAdaptive(Tensor x, Size2d output, bool largest)
        {
            var name = largest ? "AdaptiveMaxPool2d" : "AdaptiveAvgPool2d";
            var input = CheckMaps(x.Shape, name);
            if (output is { Height: < 1 } or { Width: < 1 } || input.Area == 0)
                throw new ArgumentException(
                    $"{name}: maps of {input.Height}x{input.Width} to {output.Height}x{output.Width}, expected at least 1x1 each",
                    nameof(output));
            var block = Block.Rent(Floats(output));
            PoolWindow.FillAdaptive(Windows(block, output), input, output);
            return Pool(x, output, block, largest);
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

        private static Span<PoolWindow> Windows(Block block, Size2d output) => MemoryMarshal.Cast<float,
        PoolWindow>(block.Span(0, Floats(output)));

        private static Tensor Pool(Tensor x, Size2d output, Block windows, bool largest)
        {
            var shape = x.Shape;
            var result = new Tensor(Node.CreateHwnc(new Shape(shape[0], shape[1], output.Height, output.Width)));
            var indices = largest ? Block.Rent(result.Length) : null;
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
