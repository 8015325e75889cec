using Inkling.Kernels;
using Inkling.Operations;

namespace Inkling;

public readonly partial struct Tensor
{
    /// <summary>
    /// Normalises over each item and group of channels, [N, C, ...] to the same (Wu and He, ECCV 2018, section 3.1), as
    /// <c>torch.nn.functional.group_norm</c>.
    /// </summary>
    /// <param name="groups">The number of groups, which divides C.</param>
    /// <param name="weight">[C], or null for 1.</param>
    /// <param name="bias">[C], or null for 0; needs a weight.</param>
    /// <param name="epsilon">What is added to the variance.</param>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    public Tensor GroupNorm(int groups, Tensor? weight = null, Tensor? bias = null, float epsilon = 1e-5f)
    {
        var channels = Rank >= 2 ? Shape[1] : -1;
        if (channels < 1 || groups < 1 || channels % groups != 0 || (weight is { } w && w.Shape != new Shape(channels))
            || (bias is { } b && (b.Shape != new Shape(channels) || weight is null)) || Shape.Inner(1) == 0)
            throw new ArgumentException(
                $"GroupNorm: input is {Shape}, weight {weight?.Shape.ToString() ?? "none"} "
                + $"and bias {bias?.Shape.ToString() ?? "none"}, expected [N, C, ...], [C] and [C] with C a multiple of {groups}");
        var pixels = Shape.Inner(1);
        return LayerNormOperation.Apply(this, weight, bias, new NormalizedRows(channels / groups * pixels, groups, pixels), epsilon);
    }
}
