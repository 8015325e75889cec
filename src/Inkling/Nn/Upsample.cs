namespace Inkling.Nn;

/// <summary>
/// Resizes feature maps by bilinear interpolation; see <see cref="Tensor.Interpolate2d"/>. Shapes: [N, C, H, W] to [N, C, height, width].
/// </summary>
/// <param name="size">The output height and width, at least 1 each.</param>
public sealed class Upsample(Size2d size) : Module
{
    /// <inheritdoc/>
    protected override bool RetainsTensors => false;

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The input is not [N, C, H, W] with pixels, or the size has none.</exception>
    protected override Tensor ForwardCore(Tensor input) => input.Interpolate2d(size);

    /// <summary>"Upsample(40)".</summary>
    public override string ToString() => $"Upsample({size})";
}
