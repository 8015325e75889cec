using Inkling.Operations;

namespace Inkling;

public readonly partial struct Tensor
{
    /// <summary>
    /// Computes the convolution of signals [N, C, L] with O kernels, plus a bias: [N, O, OL], with OL = (L + 2 padding - dilation
    /// (K - 1) - 1) / stride + 1 rounded down. It is a <see cref="Conv2d"/> of feature maps with one row.
    /// </summary>
    /// <param name="weight">[K, C / groups, O]; PyTorch's is [O, C / groups, K].</param>
    /// <param name="bias">[O], or null for none.</param>
    /// <param name="stride">The step of the kernel, at least 1.</param>
    /// <param name="padding">Zeros at each end of a signal, 0 or more.</param>
    /// <param name="dilation">The distance of the kernel's elements, at least 1.</param>
    /// <param name="groups">The number of groups, which divides C and O; see <see cref="Conv2d"/>.</param>
    /// <exception cref="ArgumentException">
    /// The shapes do not fit, the kernel is longer than the padded signal, or an argument is out of range.
    /// </exception>
    public Tensor Conv1d(Tensor weight, Tensor? bias = null, int stride = 1, int padding = 0, int dilation = 1, int groups = 1)
    {
        if (Rank != 3 || weight.Rank != 3)
            throw new ArgumentException($"Conv1d: shapes {Shape} and {weight.Shape} do not fit, expected [N, C, L] and [K, C, O]");
        return SlidingWindow.ToSignals(
            Unsqueeze(2).Conv2d(weight.Unsqueeze(0), bias, (1, stride), (0, padding), (1, dilation), groups));
    }
}
