using Inkling.Kernels;
using Inkling.Operations;

namespace Inkling
{
    public readonly partial struct Tensor
    {
        /// <summary>
        /// Computes the transposed convolution of feature maps [N, C, H, W], which is the gradient of a convolution with respect to its
        /// input, plus a bias: [N, O, OH, OW], with OH = (H - 1) stride - 2 padding + dilation (KH - 1) + output padding + 1, and OW
        /// likewise.
        /// </summary>
        /// <param name="weight">[KH, KW, O / groups, C]; PyTorch's is [C, O / groups, KH, KW].</param>
        /// <param name="bias">[O], or null for none.</param>
        /// <param name="stride">The distance in pixels of the outputs of neighbouring inputs, at least 1; 1 when null.</param>
        /// <param name="padding">Rows and columns that are cut off at each side of the output, 0 or more.</param>
        /// <param name="outputPadding">
        /// Rows and columns added at the bottom and right of the output, smaller than the stride or the dilation. They choose among the
        /// sizes that a convolution with this stride maps to H and W.
        /// </param>
        /// <param name="groups">The number of groups, which divides C and O; see <see cref="Conv2d"/>.</param>
        /// <param name="dilation">The distance of the kernel's elements in pixels, at least 1; 1 when null.</param>
        /// <exception cref="ArgumentException">The shapes do not fit, the output is empty, or an argument is out of range.</exception>
        public Tensor ConvTranspose2d(
            Tensor weight, Tensor? bias = null, Size2d? stride = null, Size2d padding = default, Size2d outputPadding = default,
            int groups = 1, Size2d? dilation = null)
        {
            var options = new ConvolutionOptions(stride ?? 1, padding, dilation ?? 1, groups);
            var shape = ConvTranspose2dOperation.Check(Shape, weight.Shape, bias?.Shape, options, outputPadding);
            var output = new Shape(shape.Images, shape.InChannels, shape.Input.Height, shape.Input.Width);
            return ConvTranspose2dOperation.Apply(this, weight, bias, shape, output);
        }
    }
}

namespace Inkling.Operations
{
    /// <summary>
    /// The transposed convolution of X with W, plus b: by the products of <see cref="Convolution"/> with input and output exchanged. The
    /// shape is that of the convolution whose gradient is computed: its input is the output of the operation.
    /// </summary>
    internal sealed class ConvTranspose2dOperation : ConvolutionOperation<ConvTranspose2dOperation>, IConvolutionProducts
    {
        public static ConvolutionShape Check(
            Shape input, Shape weight, Shape? bias, in ConvolutionOptions options, Size2d outputPadding)
        {
            var groups = options.Groups;
            if (input.Rank != 4 || weight.Rank != 4 || groups < 1 || input[1] != weight[3] || input[1] % groups != 0
                || (bias is { } given && (given.Rank != 1 || given[0] != (long)weight[2] * groups)))
            {
                var (with, per) = groups == 1 ? ("", "") : ($" with {groups} groups", " / groups");
                throw new ArgumentException(
                    $"ConvTranspose2d: shapes {input}, {weight} and {bias?.ToString() ?? "no bias"}{with} do not fit, "
                    + $"expected [N, C, H, W], [KH, KW, O{per}, C] and [O]{(groups == 1 ? "" : ", C and O multiples of groups")}");
            }

            Size2d kernel = (weight[0], weight[1]);
            var (stride, padding, dilation) = (options.Stride, options.Padding, options.Dilation);
            SlidingWindow.CheckSizes("ConvTranspose2d", kernel, stride, padding, dilation);
            CheckOutputPadding(outputPadding, stride, dilation);
            Size2d output = (
                OutputSize(input[2], kernel.Height, stride.Height, padding.Height, dilation.Height, outputPadding.Height),
                OutputSize(input[3], kernel.Width, stride.Width, padding.Width, dilation.Width, outputPadding.Width));
            if (input[2] * input[3] == 0 || output is { Height: < 1 } or { Width: < 1 })
            {
                throw new ArgumentException(
                    $"ConvTranspose2d: the output of an input of {input[2]}x{input[3]} is {output.Height}x{output.Width}, "
                    + "expected at least 1x1");
            }

            return new ConvolutionShape(input[0], weight[2] * groups, input[1], output, kernel, stride, padding, dilation, groups)
            {
                Output = (input[2], input[3]),
            };
        }

        public static void CheckOutputPadding(Size2d outputPadding, Size2d stride, Size2d dilation)
        {
            if (outputPadding is { Height: < 0 } or { Width: < 0 }
                || outputPadding.Height >= Math.Max(stride.Height, dilation.Height)
                || outputPadding.Width >= Math.Max(stride.Width, dilation.Width))
            {
                throw new ArgumentException(
                    $"ConvTranspose2d: an output padding of {outputPadding} was given, expected 0 or more and less than the stride of "
                    + $"{stride} or the dilation of {dilation}",
                    nameof(outputPadding));
            }
        }

        public static void Forward(
            in ConvolutionShape shape, ReadOnlySpan<float> x, ReadOnlySpan<float> w, Span<float> y, bool accumulate) =>
            Convolution.BackwardInput(shape, x, w, y, accumulate);

        public static void BackwardInput(
            in ConvolutionShape shape, ReadOnlySpan<float> dy, ReadOnlySpan<float> w, Span<float> dx, bool accumulate) =>
            Convolution.Forward(shape, dy, w, dx, accumulate);

        public static void BackwardWeight(
            in ConvolutionShape shape, ReadOnlySpan<float> x, ReadOnlySpan<float> dy, Span<float> dw) =>
            Convolution.BackwardWeight(shape, dy, x, dw);

        private static int OutputSize(int size, int kernel, int stride, int padding, int dilation, int outputPadding) =>
            checked((int)(((size - 1L) * stride) - (2L * padding) + SlidingWindow.Extent(kernel, dilation) + outputPadding));
    }
}
