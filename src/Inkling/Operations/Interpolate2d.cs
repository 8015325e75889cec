using Inkling.Autograd;
using Inkling.Kernels;
using Inkling.Operations;

namespace Inkling
{
    public readonly partial struct Tensor
    {
        /// <summary>
        /// Resizes feature maps [N, C, H, W] by bilinear interpolation between the centres of pixels: PyTorch's
        /// <c>interpolate(size, mode="bilinear", align_corners=False)</c>.
        /// </summary>
        /// <param name="output">Rows and columns of the output, at least 1 each.</param>
        /// <returns>[N, C, output height, output width].</returns>
        /// <exception cref="ArgumentException">The tensor is not [N, C, H, W] with pixels, or the output has none.</exception>
        public Tensor Interpolate2d(Size2d output) => Interpolate2dOperation.Apply(this, output);
    }
}

namespace Inkling.Operations
{
    /// <summary>y = a weighted sum of four pixels: dx = dy times the weights, summed per pixel.</summary>
    internal sealed class Interpolate2dOperation : Operation<Interpolate2dOperation>
    {
        public static Tensor Apply(Tensor x, Size2d output)
        {
            var shape = x.Shape;
            if (shape.Rank != 4 || shape[2] * shape[3] == 0)
                throw new ArgumentException($"Interpolate2d: input is {shape}, expected [N, C, H, W] with pixels");
            if (output is { Height: < 1 } or { Width: < 1 })
                throw new ArgumentException(
                    $"Interpolate2d: feature maps to {output.Height}x{output.Width}, expected at least 1x1", nameof(output));
            var result = new Tensor(Node.CreateHwnc(new Shape(shape[0], shape[1], output.Height, output.Width)));
            var input = x.Node.ToHwnc();
            Interpolation.Forward(input.Memory, (shape[2], shape[3]), result.Node.Memory, output);
            input.DropReference();
            Record(result, x);
            return result;
        }

        public override void Backward(Node gradient)
        {
            var (shape, output) = (Input(0).Shape, Output.Shape);
            var dy = gradient.ToHwnc();
            var result = Node.CreateHwnc(shape);
            Interpolation.Backward(result.Memory, (shape[2], shape[3]), dy.Memory, (output[2], output[3]));
            dy.DropReference();
            AccumulateOwned(0, result);
        }
    }
}
