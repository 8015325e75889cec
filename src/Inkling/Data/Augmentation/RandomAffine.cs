namespace Inkling.Data;

/// <summary>
/// Shifts, turns, scales and slants each image by amounts of its own, drawn evenly from the ranges given, in one resampling (bilinear,
/// background 0). The centre of
/// the image stays in its place but for the shift. Shapes: [N, C, H, W], all channels of an image alike.
/// </summary>
/// <remarks>
/// Goes before <see cref="Normalize"/>: the background has to be 0. With all ranges 0 the images stay as they are, bit by bit. The result
/// does not depend on the number
/// of threads.
/// </remarks>
public sealed class RandomAffine : Transform
{
    private readonly float _shift, _rotation, _scale, _shear;

    /// <summary>A change by the ranges given; what is left out does not happen.</summary>
    /// <param name="shift">Pixels, up to so many up or down and up to so many left or right: 0 or more. 2 suits digits of 28x28.</param>
    /// <param name="rotation">Degrees, up to so many either way: 0 to 180. 10 suits digits; much more makes a 6 of a 9.</param>
    /// <param name="scale">The size becomes 1 - scale to 1 + scale times what it was: 0 up to, not including, 1. 0.1 suits digits.</param>
    /// <param name="shear">Degrees that upright lines are slanted, up to so many either way: 0 up to, not including, 90. 10 suits
    /// digits.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range.</exception>
    public RandomAffine(float shift = 0, float rotation = 0, float scale = 0, float shear = 0)
    {
        if (!(shift >= 0 && float.IsFinite(shift)))
            throw new ArgumentOutOfRangeException(nameof(shift), $"RandomAffine: a shift of {shift} pixels, expected 0 or more");
        if (rotation is not (>= 0 and <= 180))
            throw new ArgumentOutOfRangeException(nameof(rotation), $"RandomAffine: a rotation of {rotation} degrees, expected 0 to 180");
        if (scale is not (>= 0 and < 1))
            throw new ArgumentOutOfRangeException(nameof(scale), $"RandomAffine: a scale of {scale}, expected 0 up to 1");
        if (shear is not (>= 0 and < 90))
            throw new ArgumentOutOfRangeException(nameof(shear), $"RandomAffine: a shear of {shear} degrees, expected 0 up to 90");
        (_shift, _rotation, _scale, _shear) = (shift, rotation, scale, shear);
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The batch is not [N, C, H, W].</exception>
    public override void Apply(Tensor inputs, RandomStream random) =>
        ImageChange.Run(new Change(_shift, _rotation, _scale, _shear), inputs, random);

    /// <summary>"RandomAffine(shift 2 px, rotation 10 deg, scale 0.1, shear 10 deg)".</summary>
    public override string ToString() => $"RandomAffine(shift {_shift} px, rotation {_rotation} deg, scale {_scale}, shear {_shear} deg)";

    private readonly unsafe struct Change(float shift, float rotation, float scale, float shear) : IImageChange
    {
        public void Apply(float* image, in ImageSize size, RandomStream random)
        {
            // Always five numbers, so that one range does not change what another draws.
            var down = random.NextSingle(-shift, shift);
            var right = random.NextSingle(-shift, shift);
            var turn = random.NextSingle(-rotation, rotation);
            var factor = 1 + random.NextSingle(-scale, scale);
            var slant = random.NextSingle(-shear, shear);
            AffineMap.Of(down, right, turn, factor, slant, size).Resample(image, size);
        }

        public override string ToString() => nameof(RandomAffine);
    }
}
