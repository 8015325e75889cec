using Inkling.Autograd;
using Inkling.Kernels;
using Inkling.Operations;

namespace Inkling
{
    public readonly partial struct Tensor
    {
        /// <summary>
        /// Computes the convolution (strictly, the cross-correlation, as in PyTorch) of feature maps [N, C, H, W] with O kernels, plus a
        /// bias: [N, O, OH, OW], with OH = (H + 2 padding - dilation (KH - 1) - 1) / stride + 1 rounded down, and OW likewise.
        /// </summary>
        /// <param name="weight">[KH, KW, C / groups, O]; PyTorch's is [O, C / groups, KH, KW].</param>
        /// <param name="bias">[O], or null for none.</param>
        /// <param name="stride">The step of the kernel in pixels, at least 1; 1 when null.</param>
        /// <param name="padding">Rows and columns of zeros at each side of a feature map, 0 or more.</param>
        /// <param name="dilation">The distance of the kernel's elements in pixels, at least 1; 1 when null.</param>
        /// <param name="groups">
        /// The number of groups, which divides C and O: the i-th part of the output channels is computed from the i-th part of the input
        /// channels. With C groups the convolution is depthwise.
        /// </param>
        /// <exception cref="ArgumentException">
        /// The shapes do not fit, the kernel is larger than the padded feature maps, or an argument is out of range.
        /// </exception>
        public Tensor Conv2d(
            Tensor weight, Tensor? bias = null, Size2d? stride = null, Size2d padding = default, Size2d? dilation = null, int groups = 1)
        {
            var options = new ConvolutionOptions(stride ?? 1, padding, dilation ?? 1, groups);
            var shape = Conv2dOperation.Check(Shape, weight.Shape, bias?.Shape, options);
            return Conv2dOperation.Apply(this, weight, bias, shape, Conv2dOperation.OutputShape(shape));
        }
    }
}

namespace Inkling.Operations
{
    /// <summary>Y = X * W + b, by the products of <see cref="Convolution"/>.</summary>
    internal sealed class Conv2dOperation : ConvolutionOperation<Conv2dOperation>, IConvolutionProducts
    {
        public static ConvolutionShape Check(Shape input, Shape weight, Shape? bias, in ConvolutionOptions options)
        {
            var groups = options.Groups;
            if (input.Rank != 4 || weight.Rank != 4 || groups < 1 || input[1] % groups != 0 || input[1] / groups != weight[2]
                || weight[3] % groups != 0 || (bias is { } given && (given.Rank != 1 || given[0] != weight[3])))
            {
                var (with, per) = groups == 1 ? ("", "") : ($" with {groups} groups", " / groups");
                throw new ArgumentException(
                    $"Conv2d: shapes {input}, {weight} and {bias?.ToString() ?? "no bias"}{with} do not fit, "
                    + $"expected [N, C, H, W], [KH, KW, C{per}, O] and [O]{(groups == 1 ? "" : ", C and O multiples of groups")}");
            }

            Size2d size = (input[2], input[3]), kernel = (weight[0], weight[1]);
            SlidingWindow.Check("Conv2d", size, kernel, options.Stride, options.Padding, options.Dilation);
            return new ConvolutionShape(
                input[0], input[1], weight[3], size, kernel, options.Stride, options.Padding, options.Dilation, groups);
        }

        public static Shape OutputShape(in ConvolutionShape shape) =>
            new(shape.Images, shape.OutChannels, shape.Output.Height, shape.Output.Width);

        /// <summary>Computes a convolution without bias and an epilogue in one pass over the result. Nothing is recorded.</summary>
        public static Tensor WithEpilogue(
            Tensor x, Tensor weight, in ConvolutionOptions options, ReadOnlySpan<float> scale, ReadOnlySpan<float> shift, Tensor? residual,
            bool relu)
        {
            var shape = Check(x.Shape, weight.Shape, null, options);
            var result = new Tensor(Node.CreateHwnc(OutputShape(shape)));
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

        public static void Forward(
            in ConvolutionShape shape, ReadOnlySpan<float> x, ReadOnlySpan<float> w, Span<float> y, bool accumulate) =>
            Convolution.Forward(shape, x, w, y, accumulate);

        public static void BackwardInput(
            in ConvolutionShape shape, ReadOnlySpan<float> dy, ReadOnlySpan<float> w, Span<float> dx, bool accumulate) =>
            Convolution.BackwardInput(shape, dy, w, dx, accumulate);

        public static void BackwardWeight(
            in ConvolutionShape shape, ReadOnlySpan<float> x, ReadOnlySpan<float> dy, Span<float> dw) =>
            Convolution.BackwardWeight(shape, x, dy, dw);
    }
}
