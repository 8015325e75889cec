namespace Inkling.Kernels;

/// <summary>
/// The three products of a convolution. A batch of feature maps lies in memory as [H, W, N, C], so that a position of it is a matrix [N, C]
/// of all images, and a position of the output is the sum over the taps inside the input of [N, C] times the tap's weights [C, O]. Nothing
/// is copied into columns first, and the padding costs no arithmetic; docs/decisions/0006-a-convolution-is-a-product-of-batches.md.
/// </summary>
/// <remarks>
/// This is the place that chooses the algorithm for a shape. Work is cut by the shape alone and every sum is taken in one order, so the
/// result has the same bits for any number of threads and any vector width.
/// </remarks>
internal static unsafe class Convolution
{
    /// <summary>Computes the convolution of X with W: Y = X * W, or Y += X * W.</summary>
    /// <param name="shape">All sizes.</param>
    /// <param name="x">[H, W, N, C].</param>
    /// <param name="w">[taps, C / groups, O].</param>
    /// <param name="y">[OH, OW, N, O].</param>
    /// <param name="accumulate">Whether the result is added to the content of Y.</param>
    /// <param name="epilogue">What is applied to the result while it is in the cache.</param>
    public static void Forward(
        in ConvolutionShape shape, ReadOnlySpan<float> x, ReadOnlySpan<float> w, Span<float> y, bool accumulate,
        Epilogue epilogue = default)
    {
        if (shape.Groups > 1)
        {
            GroupedConvolution.Forward(shape, x, w, y, accumulate);
            if (!epilogue.Scale.IsEmpty)
                BatchNormalization.Apply(y, epilogue.Scale, epilogue.Shift, epilogue.Residual, y, epilogue.Relu);
            return;
        }

        fixed (float* px = x, pw = w, py = y, scale = epilogue.Scale, shift = epilogue.Shift, residual = epilogue.Residual)
        {
            var after = new EpilogueJob
            {
                Result = py,
                Scale = scale,
                Shift = shift,
                Residual = residual,
                Columns = shape.OutChannels,
                Relu = epilogue.Relu,
            };
            ConvolutionForward.Run(shape, px, pw, py, accumulate, after);
        }
    }

    /// <summary>Computes the gradient with respect to the input, dX or dX +=, from the gradient with respect to the output.</summary>
    /// <param name="shape">All sizes.</param>
    /// <param name="dy">[OH, OW, N, O].</param>
    /// <param name="w">[taps, C / groups, O].</param>
    /// <param name="dx">[H, W, N, C].</param>
    /// <param name="accumulate">Whether the result is added to the content of dX.</param>
    public static void BackwardInput(
        in ConvolutionShape shape, ReadOnlySpan<float> dy, ReadOnlySpan<float> w, Span<float> dx, bool accumulate)
    {
        if (shape.Groups > 1)
        {
            GroupedConvolution.BackwardInput(shape, dy, w, dx, accumulate);
            return;
        }

        fixed (float* pdy = dy, pw = w, pdx = dx)
            ConvolutionForward.RunBackwardInput(shape, pdy, pw, pdx, accumulate);
    }

    /// <summary>
    /// Computes the gradient with respect to the weights: for each tap the sum over the positions of the input's [N, C], transposed, times
    /// the gradient's [N, O]. Only the taps of <see cref="ConvolutionShape.ActiveTaps"/> are written: the gradient of the others is zero.
    /// </summary>
    /// <param name="shape">All sizes.</param>
    /// <param name="x">[H, W, N, C].</param>
    /// <param name="dy">[OH, OW, N, O].</param>
    /// <param name="dw">[active taps, C / groups, O].</param>
    public static void BackwardWeight(in ConvolutionShape shape, ReadOnlySpan<float> x, ReadOnlySpan<float> dy, Span<float> dw)
    {
        if (shape.Groups > 1)
        {
            GroupedConvolution.BackwardWeight(shape, x, dy, dw);
            return;
        }

        fixed (float* px = x, pdy = dy, pdw = dw)
            ConvolutionWeightGradient.Run(shape, px, pdy, pdw);
    }
}
