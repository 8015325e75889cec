using Inkling.Operations;

namespace Inkling;

public readonly partial struct Tensor
{
    /// <summary>
    /// Computes the maximum under a window that moves over signals [N, C, L]: [N, C, OL], with OL = (L + 2 padding - K) / stride + 1
    /// rounded down. See <see cref="MaxPool2d"/>.
    /// </summary>
    /// <param name="kernel">The length of the window.</param>
    /// <param name="stride">The step of the window; its length when null.</param>
    /// <param name="padding">Elements at each end that never are the maximum: at most half the window.</param>
    /// <exception cref="ArgumentException">The tensor is not [N, C, L], or an argument is out of range.</exception>
    public Tensor MaxPool1d(int kernel, int? stride = null, int padding = 0) => SlidingWindow.ToSignals(
        SlidingWindow.ToFeatureMaps(this, "MaxPool1d").MaxPool2d((1, kernel), (1, stride ?? kernel), (0, padding)));

    /// <summary>
    /// Computes the mean under a window that moves over signals [N, C, L], the padding counting as zeros: [N, C, OL]. See
    /// <see cref="MaxPool1d"/>.
    /// </summary>
    /// <param name="kernel">The length of the window.</param>
    /// <param name="stride">The step of the window; its length when null.</param>
    /// <param name="padding">Zeros at each end: at most half the window.</param>
    /// <exception cref="ArgumentException">The tensor is not [N, C, L], or an argument is out of range.</exception>
    public Tensor AvgPool1d(int kernel, int? stride = null, int padding = 0) => SlidingWindow.ToSignals(
        SlidingWindow.ToFeatureMaps(this, "AvgPool1d").AvgPool2d((1, kernel), (1, stride ?? kernel), (0, padding)));
}
