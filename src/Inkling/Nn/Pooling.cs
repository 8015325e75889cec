namespace Inkling.Nn;

/// <summary>
/// The largest value under a window that moves over each map. Shapes: [N, C, H, W] to [N, C, OH, OW], with OH = (H + 2 padding - KH) /
/// stride + 1 rounded down.
/// </summary>
/// <param name="kernelSize">The window.</param>
/// <param name="stride">Pixels from one place of the window to the next; the window's own size when null.</param>
/// <param name="padding">Rows and columns around each map that never win: at most half the window.</param>
public sealed class MaxPool2d(Size2d kernelSize, Size2d? stride = null, Size2d padding = default) : Module
{
    /// <inheritdoc/>
    protected override bool RetainsTensors => false;

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The input is not [N, C, H, W], or the window is larger than its padded maps.</exception>
    protected override Tensor ForwardCore(Tensor input) => input.MaxPool2d(kernelSize, stride, padding);

    /// <summary>"MaxPool2d(3, stride 2, padding 1)".</summary>
    public override string ToString() =>
        $"MaxPool2d({kernelSize}, stride {stride ?? kernelSize}{(padding == default ? "" : $", padding {padding}")})";
}

/// <summary>The mean under a window that moves over each map; the padding counts as zeros. Shapes as for <see cref="MaxPool2d"/>.</summary>
/// <param name="kernelSize">The window.</param>
/// <param name="stride">Pixels from one place of the window to the next; the window's own size when null.</param>
/// <param name="padding">Rows and columns of zeros around each map: at most half the window.</param>
public sealed class AvgPool2d(Size2d kernelSize, Size2d? stride = null, Size2d padding = default) : Module
{
    /// <inheritdoc/>
    protected override bool RetainsTensors => false;

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The input is not [N, C, H, W], or the window is larger than its padded maps.</exception>
    protected override Tensor ForwardCore(Tensor input) => input.AvgPool2d(kernelSize, stride, padding);

    /// <summary>"AvgPool2d(2, stride 2)".</summary>
    public override string ToString() =>
        $"AvgPool2d({kernelSize}, stride {stride ?? kernelSize}{(padding == default ? "" : $", padding {padding}")})";
}

/// <summary>
/// The means of windows of nearly equal size that cover each map, whatever its size. Shapes: [N, C, H, W] to [N, C, output height, output
/// width].
/// </summary>
/// <param name="outputSize">Height and width of what comes out.</param>
public sealed class AdaptiveAvgPool2d(Size2d outputSize) : Module
{
    /// <inheritdoc/>
    protected override bool RetainsTensors => false;

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The input is not [N, C, H, W] with pixels.</exception>
    protected override Tensor ForwardCore(Tensor input) => input.AdaptiveAvgPool2d(outputSize);

    /// <summary>"AdaptiveAvgPool2d(1)".</summary>
    public override string ToString() => $"AdaptiveAvgPool2d({outputSize})";
}

/// <summary>
/// The largest values of windows of nearly equal size that cover each map, whatever its size. Shapes: [N, C, H, W] to [N, C, output height,
/// output width].
/// </summary>
/// <param name="outputSize">Height and width of what comes out.</param>
public sealed class AdaptiveMaxPool2d(Size2d outputSize) : Module
{
    /// <inheritdoc/>
    protected override bool RetainsTensors => false;

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The input is not [N, C, H, W] with pixels.</exception>
    protected override Tensor ForwardCore(Tensor input) => input.AdaptiveMaxPool2d(outputSize);

    /// <summary>"AdaptiveMaxPool2d(1)".</summary>
    public override string ToString() => $"AdaptiveMaxPool2d({outputSize})";
}
