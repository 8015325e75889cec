namespace Inkling.Data;

/// <summary>
/// Translates, rotates, scales and shears each image around its centre by random amounts, uniformly distributed, in one resampling
/// (bilinear, background 0). Shape: [N, C, H, W], with the same amounts for all channels of an image.
/// </summary>
/// <remarks>
/// Apply it before <see cref="Normalize"/>: the background has to be 0. With all ranges 0 the images are unchanged, bit by bit. The result
/// does not depend on the number of threads.
/// </remarks>
public sealed class RandomAffine : Transform
{
    private readonly float _shift, _rotation, _scale, _shear;

    /// <summary>Creates the transform; an amount that is left out is 0.</summary>
    /// <param name="shift">The largest translation along each axis, in pixels, 0 or more. 2 suits digits of 28x28.</param>
    /// <param name="rotation">The largest rotation in either direction, in degrees, 0 to 180. 10 suits digits.</param>
    /// <param name="scale">The factor of the size is 1 - scale to 1 + scale; 0 or more, less than 1. 0.1 suits digits.</param>
    /// <param name="shear">The largest shear in either direction, in degrees, 0 or more, less than 90. 10 suits digits.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of range.</exception>
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
        ImageTransform.Run(new PerImage(_shift, _rotation, _scale, _shear), inputs, random);

    /// <summary>"RandomAffine(shift 2 px, rotation 10 deg, scale 0.1, shear 10 deg)".</summary>
    public override string ToString() => $"RandomAffine(shift {_shift} px, rotation {_rotation} deg, scale {_scale}, shear {_shear} deg)";

    private readonly unsafe struct PerImage(float shift, float rotation, float scale, float shear) : IImageTransform
    {
        public void Apply(float* image, in ImageSize size, RandomStream random)
        {
            // Always five numbers, so that one range does not change what another draws.
            var down = random.NextSingle(-shift, shift);
            var right = random.NextSingle(-shift, shift);
            var turn = random.NextSingle(-rotation, rotation);
            var factor = 1 + random.NextSingle(-scale, scale);
            var slant = random.NextSingle(-shear, shear);
            AffineMap.InverseOf(down, right, turn, factor, slant, size).Resample(image, size);
        }

        public override string ToString() => nameof(RandomAffine);
    }
}
