namespace Inkling.Nn;

/// <summary>
/// Max pooling: the maximum of each window of each feature map. Shapes: [N, C, H, W] to [N, C, OH, OW], with OH = (H + 2 padding - KH) /
/// stride + 1 rounded down.
/// </summary>
/// <param name="kernelSize">The height and width of the window.</param>
/// <param name="stride">The distance of the windows in pixels; the kernel size when null.</param>
/// <param name="padding">The number of rows and columns of minus infinity around each feature map, at most half the kernel size.</param>
public sealed class MaxPool2d(Size2d kernelSize, Size2d? stride = null, Size2d padding = default) : Module
{
    /// <summary>Gets the height and width of the window.</summary>
    public Size2d KernelSize => kernelSize;

    /// <summary>Gets the distance of the windows in pixels.</summary>
    public Size2d Stride => stride ?? kernelSize;

    /// <summary>Gets the number of rows and columns of padding around each feature map.</summary>
    public Size2d Padding => padding;

    /// <inheritdoc/>
    protected override bool RetainsTensors => false;

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The input is not [N, C, H, W], or the kernel is larger than the padded feature maps.</exception>
    protected override Tensor ForwardCore(Tensor input) => input.MaxPool2d(kernelSize, stride, padding);

    /// <summary>"MaxPool2d(3, stride 2, padding 1)".</summary>
    public override string ToString() =>
        $"MaxPool2d({kernelSize}, stride {stride ?? kernelSize}{(padding == default ? "" : $", padding {padding}")})";
}

/// <summary>
/// Average pooling: the mean of each window of each feature map, including the padding. Shapes as for <see cref="MaxPool2d"/>.
/// </summary>
/// <param name="kernelSize">The height and width of the window.</param>
/// <param name="stride">The distance of the windows in pixels; the kernel size when null.</param>
/// <param name="padding">The number of rows and columns of zeros around each feature map, at most half the kernel size.</param>
public sealed class AvgPool2d(Size2d kernelSize, Size2d? stride = null, Size2d padding = default) : Module
{
    /// <summary>Gets the height and width of the window.</summary>
    public Size2d KernelSize => kernelSize;

    /// <summary>Gets the distance of the windows in pixels.</summary>
    public Size2d Stride => stride ?? kernelSize;

    /// <summary>Gets the number of rows and columns of padding around each feature map.</summary>
    public Size2d Padding => padding;

    /// <inheritdoc/>
    protected override bool RetainsTensors => false;

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The input is not [N, C, H, W], or the kernel is larger than the padded feature maps.</exception>
    protected override Tensor ForwardCore(Tensor input) => input.AvgPool2d(kernelSize, stride, padding);

    /// <summary>"AvgPool2d(2, stride 2)".</summary>
    public override string ToString() =>
        $"AvgPool2d({kernelSize}, stride {stride ?? kernelSize}{(padding == default ? "" : $", padding {padding}")})";
}

/// <summary>
/// Average pooling to a given output size, with windows of nearly equal size. Shapes: [N, C, H, W] to [N, C, output height, output width].
/// </summary>
/// <param name="outputSize">The output height and width.</param>
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
/// Max pooling to a given output size, with windows of nearly equal size. Shapes: [N, C, H, W] to [N, C, output height, output width].
/// </summary>
/// <param name="outputSize">The output height and width.</param>
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
