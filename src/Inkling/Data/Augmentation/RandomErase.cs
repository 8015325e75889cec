namespace Inkling.Data;

/// <summary>
/// Paints a random rectangle of some images over with background (0), so that a network does not come to rely on any one stroke (Zhong et
/// al., "Random erasing data
/// augmentation", AAAI 2020, algorithm 1). Shapes: [N, C, H, W], all channels of an image alike.
/// </summary>
/// <remarks>Goes before <see cref="Normalize"/>: the background has to be 0. The result does not depend on the number of threads.</remarks>
public sealed class RandomErase : Transform
{
    private readonly float _probability, _smallest, _largest;

    /// <summary>The paper's settings, with smaller rectangles, unless others are asked for.</summary>
    /// <param name="probability">The share of the images that is changed: 0 to 1.</param>
    /// <param name="smallest">The smallest share of the image's area that is erased: above 0, at most <paramref name="largest"/>.</param>
    /// <param name="largest">The largest share of the image's area that is erased: at most 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range.</exception>
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
        ImageChange.Run(new Change(_probability, _smallest, _largest), inputs, random);

    /// <summary>"RandomErase(probability 0.5, area 0.02 to 0.1)".</summary>
    public override string ToString() => $"RandomErase(probability {_probability}, area {_smallest} to {_largest})";

    private readonly unsafe struct Change(float probability, float smallest, float largest) : IImageChange
    {
        /// <summary>Height by width, at most: the paper's 1 / 0.3. At least, its inverse.</summary>
        private const double LongestShape = 1 / 0.3;

        public void Apply(float* image, in ImageSize size, RandomStream random)
        {
            if (random.NextSingle() >= probability)
                return;
            var area = random.NextSingle(smallest, largest) * size.Rows * size.Columns;
            var shape = Math.Pow(LongestShape, (2 * random.NextDouble()) - 1);
            var height = Math.Clamp((int)Math.Round(Math.Sqrt(area * shape)), 1, size.Rows);
            var width = Math.Clamp((int)Math.Round(Math.Sqrt(area / shape)), 1, size.Columns);
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
