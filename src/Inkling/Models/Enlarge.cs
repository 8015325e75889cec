using Inkling.Nn;

namespace Inkling.Models;

/// <summary>
/// Enlarges images whose shorter side has fewer pixels than <see cref="Side"/>, by bilinear interpolation; others pass unchanged. Shapes:
/// [N, C, H, W] to [N, C, height, width].
/// </summary>
internal sealed class Enlarge : Module
{
    /// <summary>The pixels of the shorter side of the output, at least 1; null to pass all images unchanged.</summary>
    public int? Side { get; set; }

    /// <inheritdoc/>
    protected override bool RetainsTensors => false;

    /// <inheritdoc/>
    protected override Tensor ForwardCore(Tensor input)
    {
        if (Side is not { } wanted || input.Rank != 4)
            return input;
        var (height, width) = (input.Shape[2], input.Shape[3]);
        var side = Math.Min(height, width);
        return side >= wanted || side == 0
            ? input
            : input.Interpolate2d(((int)((long)height * wanted / side), (int)((long)width * wanted / side)));
    }

    /// <summary>"Enlarge(40)".</summary>
    public override string ToString() => $"Enlarge({Side?.ToString(System.Globalization.CultureInfo.InvariantCulture)})";
}
