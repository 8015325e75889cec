namespace Inkling.Nn;

/// <summary>
/// The maximum under a window that moves over signals. Shapes: [N, C, L] to [N, C, OL], with OL = (L + 2 padding - K) / stride + 1 rounded
/// down.
/// </summary>
/// <param name="kernelSize">The length of the window.</param>
/// <param name="stride">The step of the window; its length when null.</param>
/// <param name="padding">Elements at each end that never are the maximum: at most half the window.</param>
public sealed class MaxPool1d(int kernelSize, int? stride = null, int padding = 0) : Module
{
    /// <summary>"MaxPool1d(3, stride 2, padding 1)".</summary>
    public override string ToString() =>
        $"MaxPool1d({kernelSize}, stride {stride ?? kernelSize}{(padding == 0 ? "" : $", padding {padding}")})";

    /// <inheritdoc/>
    protected override bool RetainsTensors => false;

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The input is not [N, C, L], or the window is longer than the padded signal.</exception>
    protected override Tensor ForwardCore(Tensor input) => input.MaxPool1d(kernelSize, stride, padding);
}

/// <summary>The mean under a window that moves over signals; the padding counts as zeros. Shapes as for <see cref="MaxPool1d"/>.</summary>
/// <param name="kernelSize">The length of the window.</param>
/// <param name="stride">The step of the window; its length when null.</param>
/// <param name="padding">Zeros at each end: at most half the window.</param>
public sealed class AvgPool1d(int kernelSize, int? stride = null, int padding = 0) : Module
{
    /// <summary>"AvgPool1d(2, stride 2)".</summary>
    public override string ToString() =>
        $"AvgPool1d({kernelSize}, stride {stride ?? kernelSize}{(padding == 0 ? "" : $", padding {padding}")})";

    /// <inheritdoc/>
    protected override bool RetainsTensors => false;

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The input is not [N, C, L], or the window is longer than the padded signal.</exception>
    protected override Tensor ForwardCore(Tensor input) => input.AvgPool1d(kernelSize, stride, padding);
}
