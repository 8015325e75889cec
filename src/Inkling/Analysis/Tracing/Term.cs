namespace Inkling.Analysis;

/// <summary>One value that takes part in the computation of another.</summary>
/// <param name="Index">
/// The index of the value in the input of the layer, in row-major order; -1 for padding, and for what a residual block computes itself. In
/// <see cref="Activation.UsesOf"/> the index in the output.
/// </param>
/// <param name="Input">The value.</param>
/// <param name="Weight">The factor of the value in a weighted sum; null where the layer computes no weighted sum.</param>
/// <param name="Product">
/// The weight times the value, in double precision, where it is exact; without a weight, what takes part in the result: exp(z - max) of a
/// softmax.
/// </param>
public readonly record struct Term(int Index, float Input, double? Weight, double Product)
{
    /// <summary>Creates a term of a weighted sum.</summary>
    internal static Term Of(int index, float input, double weight) => new(index, input, weight, input * weight);
}

/// <summary>A rectangle of feature maps that a kernel covers, with the padding.</summary>
/// <param name="Channel">The first channel.</param>
/// <param name="Channels">The number of channels.</param>
/// <param name="Top">The first row: below 0 in the padding.</param>
/// <param name="Left">The first column: below 0 in the padding.</param>
/// <param name="Size">The rows and columns of the kernel.</param>
/// <param name="Dilation">The distance of the rows and columns that the kernel reads.</param>
public readonly record struct Patch(int Channel, int Channels, int Top, int Left, Size2d Size, Size2d Dilation);
