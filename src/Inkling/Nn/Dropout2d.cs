using Inkling.Autograd;

namespace Inkling.Nn;

/// <summary>
/// In training, sets each feature map to 0 with a given probability p and multiplies the others by 1 / (1 - p); in evaluation, returns its
/// input (Tompson et al., CVPR 2015, section 3.2). Shapes: [N, C, H, W] to the same.
/// </summary>
public sealed class Dropout2d : Module
{
    private readonly RandomStream? _random;

    /// <summary>Creates a layer.</summary>
    /// <param name="probability">The probability of a feature map to be dropped, in [0, 1).</param>
    /// <param name="random">The random stream; <see cref="Randomness.Default"/> when null.</param>
    /// <exception cref="ArgumentOutOfRangeException">The probability is not in [0, 1).</exception>
    public Dropout2d(float probability = 0.5f, RandomStream? random = null)
    {
        if (!(probability is >= 0 and < 1))
            throw new ArgumentOutOfRangeException(nameof(probability), $"Dropout2d: a probability of {probability} is not in [0, 1)");
        (Probability, _random) = (probability, random);
    }

    /// <summary>Gets the probability of a feature map to be dropped.</summary>
    public float Probability { get; }

    /// <inheritdoc/>
    protected override bool RetainsTensors => false;

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The input is not [N, C, H, W].</exception>
    protected override Tensor ForwardCore(Tensor input)
    {
        if (input.Rank != 4)
            throw new ArgumentException($"{this}: input is {input.Shape}, expected [N, C, H, W]", nameof(input));
        if (!Training || Probability == 0)
            return input;
        var random = _random ?? Randomness.Default;
        var mask = Tensor.EmptyLike(input.Node);
        var values = mask.Node.Memory;
        var (maps, pixels) = (input.Shape[0] * input.Shape[1], input.Shape[2] * input.Shape[3]);
        for (var map = 0; map < maps; map++)
        {
            var factor = random.NextSingle() < Probability ? 0 : 1 / (1 - Probability);
            if (!mask.Node.IsHwnc)
            {
                values.Slice(map * pixels, pixels).Fill(factor);
                continue;
            }

            for (var pixel = 0; pixel < pixels; pixel++)
                values[(pixel * maps) + map] = factor;
        }

        var result = input * mask;
        mask.Release();
        return result;
    }

    /// <summary>"Dropout2d(0.5)".</summary>
    public override string ToString() => FormattableString.Invariant($"Dropout2d({Probability})");
}
