using Inkling.Autograd;
using Inkling.Kernels;
using Inkling.Operations;

namespace Inkling
{
    public readonly partial struct Tensor
    {
        /// <summary>
        /// The convolution (strictly, the cross-correlation, as in PyTorch) of a batch of maps [N, C, H, W] with a bank of kernels, plus a
        /// bias for each of the O
        /// channels that come out: [N, O, OH, OW], with OH = (H + 2 padding - KH) / stride + 1 rounded down.
        /// </summary>
        /// <param name="weight">[KH, KW, C, O]: note that PyTorch's layers keep [O, C, KH, KW].</param>
        /// <param name="bias">[O], or null for none.</param>
        /// <param name="stride">Pixels from one place of the kernel to the next; 1 when null.</param>
        /// <param name="padding">Rows and columns of zeros around each map.</param>
        /// <exception cref="ArgumentException">The shapes do not fit, the kernel is larger than the padded map, or a stride or padding is
        /// out of range.</exception>
        public Tensor Conv2d(Tensor weight, Tensor? bias = null, Size2d? stride = null, Size2d padding = default)
        {
            var shape = Conv2dOperation.Check(Shape, weight.Shape, bias?.Shape, stride ?? 1, padding);
            var input = Node.ToHwnc();
            var result = new Tensor(Node.CreateHwnc(new Shape(shape.Images, shape.OutChannels, shape.Output.Height, shape.Output.Width)));
            if (bias is { } start && shape.OutChannels > 0)
                Rows.Fill(result.Node.Memory, start.Span);
            Convolution.Forward(shape, input.Memory, weight.Span, result.Node.Memory, accumulate: bias is not null);
            var operation = bias is { } b ? Conv2dOperation.Record(result, this, weight, b) : Conv2dOperation.Record(result, this, weight);
            if (operation is not null)
                (operation.Shape, operation.InputInOrder) = (shape, input);
            else
                input.DropReference();
            return result;
        }
    }
}

namespace Inkling.Operations
{
    /// <summary>
    /// Y = X * W + b. The three products of the way back are those of <see cref="Convolution"/>; db is the sum of dY over images and
    /// positions.
    /// </summary>
    internal sealed class Conv2dOperation : Operation<Conv2dOperation>
    {
        public ConvolutionShape Shape { get; set; }

        /// <summary>The input as [H, W, N, C]: the input itself, or a copy where it lies otherwise.</summary>
        public Node? InputInOrder { get; set; }

        public static ConvolutionShape Check(Shape input, Shape weight, Shape? bias, Size2d stride, Size2d padding)
        {
            if (input.Rank != 4 || weight.Rank != 4 || input[1] != weight[2]
                || (bias is { } given && (given.Rank != 1 || given[0] != weight[3])))
            {
                throw new ArgumentException(
                    $"Conv2d: shapes {input}, {weight} and {bias?.ToString() ?? "no bias"} do not fit, expected [N, C, H, W], [KH, KW, C, O] and [O]");
            }

            var shape = new ConvolutionShape(
                input[0], input[1], weight[3], (input[2], input[3]), (weight[0], weight[1]), CheckStride(stride, "Conv2d"), padding);
            CheckKernel(shape.Input, shape.Kernel, padding, "Conv2d");
            return shape;
        }

        /// <summary>A convolution without bias and what follows it in one pass over the result. Nothing is recorded.</summary>
        public static Tensor WithEpilogue(
            Tensor x, Tensor weight, Size2d stride, Size2d padding, ReadOnlySpan<float> scale, ReadOnlySpan<float> shift, Tensor? residual,
            bool relu)
        {
            var shape = Check(x.Shape, weight.Shape, null, stride, padding);
            var result = new Tensor(Node.CreateHwnc(new Shape(shape.Images, shape.OutChannels, shape.Output.Height, shape.Output.Width)));
            if (residual is { } given && given.Shape != result.Shape)
                throw new ArgumentException($"Conv2d: the result is {result.Shape} and the residual {given.Shape}, expected equal shapes");
            var input = x.Node.ToHwnc();
            var addend = residual?.Node.ToHwnc();
            var epilogue = new Epilogue { Scale = scale, Shift = shift, Residual = addend is null ? default : addend.Memory, Relu = relu };
            Convolution.Forward(shape, input.Memory, weight.Span, result.Node.Memory, accumulate: false, epilogue);
            input.DropReference();
            addend?.DropReference();
            TensorScope.Track(result.Node);
            return result;
        }

        public static Size2d CheckStride(Size2d stride, string operation) => stride is { Height: > 0, Width: > 0 }
            ? stride
            : throw new ArgumentException($"{operation}: a stride of {stride} was given, expected at least 1", nameof(stride));

        public static void CheckKernel(Size2d input, Size2d kernel, Size2d padding, string operation)
        {
            if (padding is { Height: < 0 } or { Width: < 0 })
                throw new ArgumentException($"{operation}: a padding of {padding} was given, expected 0 or more", nameof(padding));
            if (kernel is { Height: < 1 } or { Width: < 1 })
                throw new ArgumentException(
                    $"{operation}: a kernel of {kernel.Height}x{kernel.Width} was given, expected at least 1x1", nameof(kernel));
            var (height, width) = (input.Height + (2L * padding.Height), input.Width + (2L * padding.Width));
            if (kernel.Height > height || kernel.Width > width)
            {
                throw new ArgumentException(
                    $"{operation}: the kernel is {kernel.Height}x{kernel.Width}, larger than the map of {input.Height}x{input.Width}"
                    + (padding == default ? "" : $" padded to {height}x{width}"),
                    nameof(kernel));
            }
        }

        public override void Backward(Node gradient)
        {
            var dy = gradient.ToHwnc();
            if (InputCount == 3 && Needs(2))
            {
                var sums = Node.Create(Input(2).Shape);
                Rows.Sum(dy.Memory, sums.Values);
                AccumulateOwned(2, sums);
            }

            if (Needs(1))
            {
                // On small maps most taps only touch the padding: their gradient is zero and need not even be written.
                var (first, end) = Shape.ActiveTaps();
                var tap = Shape.InChannels * Shape.OutChannels;
                var result = Node.CreatePartial(Input(1).Shape, first * tap, end * tap);
                Convolution.BackwardWeight(Shape, InputInOrder!.Memory, dy.Memory, result.LiveMemory);
                AccumulateOwned(1, result);
            }

            if (Needs(0))
                BackwardInput(dy);
            dy.DropReference();
        }

        protected override void ReleaseSaved()
        {
            InputInOrder?.DropReference();
            InputInOrder = null;
        }

        /// <summary>
        /// Where a gradient is there already, as behind a residual connection, this one is added to it while it is computed.
        /// </summary>
        private void BackwardInput(Node dy)
        {
            var given = AccumulatedGradient(0);
            var add = given is not null && (given.IsHwnc || MemoryLayout.Coincides(given.Shape));
            var result = add ? given! : Node.CreateHwnc(Input(0).Shape);
            Convolution.BackwardInput(Shape, dy.Memory, Input(1).Values, result.Memory, accumulate: add);
            if (!add)
                AccumulateOwned(0, result);
        }
    }
}
