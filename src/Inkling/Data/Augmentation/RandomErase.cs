namespace Inkling.Data;

/// <summary>
/// Fills a random rectangle of some images with background (0), so that a network does not rely on any one stroke (Zhong et al., "Random
/// erasing data augmentation", AAAI 2020, algorithm 1). Shape: [N, C, H, W], with the same rectangle for all channels of an image.
/// </summary>
/// <remarks>
/// Apply it before <see cref="Normalize"/>: the background has to be 0. The result does not depend on the number of threads.
/// </remarks>
public sealed class RandomErase : Transform
{
    private readonly float _probability, _smallest, _largest;

    /// <summary>Creates the transform; the defaults are the paper's, with smaller rectangles.</summary>
    /// <param name="probability">The probability that an image is changed, 0 to 1.</param>
    /// <param name="smallest">The smallest share of the image's area that is erased: above 0, at most <paramref name="largest"/>.</param>
    /// <param name="largest">The largest share of the image's area that is erased: at most 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of range.</exception>
    public RandomErase(float probability = 0.5f, float smallest = 0.02f, float largest = 0.1f)
    {
        if (probability is not (>= 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(probability), $"RandomErase: a probability of {probability}, expected 0 to 1");
        if (!(smallest > 0 && smallest <= largest && largest <= 1))
            throw new ArgumentOutOfRangeException(
                nameof(smallest), $"RandomErase: areas from {smallest} to {largest}, expected above 0, in order, at most 1");
        (_probability, _smallest, _largest) = (probability, smallest, largest);
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The batch is not [N, C, H, W].</exception>
    public override void Apply(Tensor inputs, RandomStream random) =>
        ImageTransform.Run(new PerImage(_probability, _smallest, _largest), inputs, random);

    /// <summary>"RandomErase(probability 0.5, area 0.02 to 0.1)".</summary>
    public override string ToString() => $"RandomErase(probability {_probability}, area {_smallest} to {_largest})";

    private readonly unsafe struct PerImage(float probability, float smallest, float largest) : IImageTransform
    {
        /// <summary>The largest aspect ratio, height to width: the paper's 1 / 0.3. The smallest is its inverse.</summary>
        private const double MaxAspectRatio = 1 / 0.3;

        public void Apply(float* image, in ImageSize size, RandomStream random)
        {
            if (random.NextSingle() >= probability)
                return;
            var area = random.NextSingle(smallest, largest) * size.Rows * size.Columns;
            var aspectRatio = Math.Pow(MaxAspectRatio, (2 * random.NextDouble()) - 1);
            var height = Math.Clamp((int)Math.Round(Math.Sqrt(area * aspectRatio)), 1, size.Rows);
            var width = Math.Clamp((int)Math.Round(Math.Sqrt(area / aspectRatio)), 1, size.Columns);
            var (top, left) = (random.Next(size.Rows - height + 1), random.Next(size.Columns - width + 1));
            for (var channel = 0; channel < size.Channels; channel++)
            {
                for (var row = top; row < top + height; row++)
                    new Span<float>(image + (((channel * size.Rows) + row) * size.Columns) + left, width).Clear();
            }
        }

        public override string ToString() => nameof(RandomErase);
    }
}
