namespace Inkling.Kernels;

/// <summary>
/// Convolutions with groups: one convolution per group, over copies of the group's channels. The copies cost little beside a product with
/// many channels per group; a depthwise convolution, with one, is far from the speed that a kernel of its own would reach.
/// </summary>
internal static class GroupedConvolution
{
    /// <inheritdoc cref="Convolution.Forward"/>
    public static void Forward(
        in ConvolutionShape shape, ReadOnlySpan<float> x, ReadOnlySpan<float> w, Span<float> y, bool accumulate)
    {
        var group = shape.OneGroup();
        using var input = Scratch.Of(x.Length / shape.Groups);
        using var weights = Scratch.Of(w.Length / shape.Groups);
        using var output = Scratch.Of(y.Length / shape.Groups);
        for (var i = 0; i < shape.Groups; i++)
        {
            Gather(x, i, input.Floats, group.InChannels, shape.Groups);
            Gather(w, i, weights.Floats, group.OutChannels, shape.Groups);
            if (accumulate)
                Gather(y, i, output.Floats, group.OutChannels, shape.Groups);
            Convolution.Forward(group, input.Floats, weights.Floats, output.Floats, accumulate);
            Scatter(output.Floats, i, y, group.OutChannels, shape.Groups);
        }
    }

    /// <inheritdoc cref="Convolution.BackwardInput"/>
    public static void BackwardInput(
        in ConvolutionShape shape, ReadOnlySpan<float> dy, ReadOnlySpan<float> w, Span<float> dx, bool accumulate)
    {
        var group = shape.OneGroup();
        using var output = Scratch.Of(dy.Length / shape.Groups);
        using var weights = Scratch.Of(w.Length / shape.Groups);
        using var input = Scratch.Of(dx.Length / shape.Groups);
        for (var i = 0; i < shape.Groups; i++)
        {
            Gather(dy, i, output.Floats, group.OutChannels, shape.Groups);
            Gather(w, i, weights.Floats, group.OutChannels, shape.Groups);
            if (accumulate)
                Gather(dx, i, input.Floats, group.InChannels, shape.Groups);
            Convolution.BackwardInput(group, output.Floats, weights.Floats, input.Floats, accumulate);
            Scatter(input.Floats, i, dx, group.InChannels, shape.Groups);
        }
    }

    /// <inheritdoc cref="Convolution.BackwardWeight"/>
    public static void BackwardWeight(in ConvolutionShape shape, ReadOnlySpan<float> x, ReadOnlySpan<float> dy, Span<float> dw)
    {
        var group = shape.OneGroup();
        using var input = Scratch.Of(x.Length / shape.Groups);
        using var output = Scratch.Of(dy.Length / shape.Groups);
        using var weights = Scratch.Of(dw.Length / shape.Groups);
        for (var i = 0; i < shape.Groups; i++)
        {
            Gather(x, i, input.Floats, group.InChannels, shape.Groups);
            Gather(dy, i, output.Floats, group.OutChannels, shape.Groups);
            Convolution.BackwardWeight(group, input.Floats, output.Floats, weights.Floats);
            Scatter(weights.Floats, i, dw, group.OutChannels, shape.Groups);
        }
    }

    /// <summary>Copies the columns of a group, [rows, columns], from a matrix [rows, groups columns].</summary>
    private static unsafe void Gather(ReadOnlySpan<float> matrix, int group, Span<float> part, int columns, int groups)
    {
        fixed (float* source = matrix, target = part)
            Rows.Copy(source + (group * columns), groups * columns, target, columns, part.Length / columns, columns);
    }

    /// <summary>Copies the columns of a group, [rows, columns], into a matrix [rows, groups columns].</summary>
    private static unsafe void Scatter(ReadOnlySpan<float> part, int group, Span<float> matrix, int columns, int groups)
    {
        fixed (float* source = part, target = matrix)
            Rows.Copy(source, columns, target + (group * columns), groups * columns, part.Length / columns, columns);
    }
}
