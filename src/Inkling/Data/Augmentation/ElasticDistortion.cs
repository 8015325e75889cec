using Inkling.Kernels;

namespace Inkling.Data;

/// <summary>
/// Distorts each image by a smooth random displacement field (Simard, Steinkraus and Platt, "Best practices for convolutional neural
/// networks applied to visual document analysis", ICDAR 2003, section 2). Bilinear, background 0. Shape: [N, C, H, W], with the same field
/// for all channels of an image.
/// </summary>
/// <remarks>
/// The paper smooths a random displacement of every pixel with a Gaussian. Here random displacements on a coarse grid are interpolated by a
/// uniform cubic B-spline, which is as smooth at a fraction of the cost. Apply it before <see cref="Normalize"/>: the background has to be
/// 0. The result does not depend on the number of threads.
/// </remarks>
public sealed class ElasticDistortion : Transform
{
    private readonly float _strength, _spacing;

    /// <summary>Creates the transform.</summary>
    /// <param name="strength">
    /// The root mean square of the displacement along each axis, in pixels, 0 or more. 0.7 suits digits of 28x28, 1.5 is strong.
    /// </param>
    /// <param name="spacing">
    /// The distance between two points of the grid, in pixels, at least 2; the larger, the smoother the field. 7 is about the paper's
    /// Gaussian of 4 pixels.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of range.</exception>
    public ElasticDistortion(float strength = 0.7f, float spacing = 7)
    {
        if (!(strength >= 0 && float.IsFinite(strength)))
            throw new ArgumentOutOfRangeException(
                nameof(strength), $"ElasticDistortion: a strength of {strength} pixels, expected 0 or more");
        if (!(spacing >= 2 && float.IsFinite(spacing)))
            throw new ArgumentOutOfRangeException(nameof(spacing), $"ElasticDistortion: a spacing of {spacing} pixels, expected 2 or more");
        (_strength, _spacing) = (strength, spacing);
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The batch is not [N, C, H, W].</exception>
    public override void Apply(Tensor inputs, RandomStream random) => ImageTransform.Run(new PerImage(_strength, _spacing), inputs, random);

    /// <summary>"ElasticDistortion(strength 0.7 px, spacing 7 px)".</summary>
    public override string ToString() => $"ElasticDistortion(strength {_strength} px, spacing {_spacing} px)";

    private readonly unsafe struct PerImage(float strength, float spacing) : IImageTransform
    {
        /// <summary>
        /// The root mean square of the spline relative to that of the grid: the mean of the sum of the squared weights is 151/315 along
        /// each axis.
        /// </summary>
        private const float SplineSpread = 151f / 315;

        public void Apply(float* image, in ImageSize size, RandomStream random)
        {
            var (gridRows, gridColumns) = (GridPoints(size.Rows), GridPoints(size.Columns));
            var field = gridRows * gridColumns;
            using var scratch = Scratch.Of((2 * field) + (2 * gridColumns) + (4 * size.Columns));
            var grid = scratch.Pointer;
            var between = grid + (2 * field);
            var weights = between + (2 * gridColumns);
            var widest = strength * MathF.Sqrt(3) / SplineSpread;
            for (var i = 0; i < 2 * field; i++)
                grid[i] = random.NextSingle(-widest, widest);
            for (var column = 0; column < size.Columns; column++)
                Weights(column, weights + (4 * column));

            using var source = new PaddedImage(image, size);
            var down = stackalloc float[4];
            for (var row = 0; row < size.Rows; row++)
            {
                // The four rows of the grid around this one are combined to one, for both displacements.
                Weights(row, down);
                var first = grid + ((int)(row / spacing) * gridColumns);
                for (var i = 0; i < 2 * gridColumns; i++)
                {
                    var at = i < gridColumns ? first + i : first + field + i - gridColumns;
                    between[i] =
                        (down[0] * at[0]) + (down[1] * at[gridColumns]) + (down[2] * at[2 * gridColumns]) + (down[3] * at[3 * gridColumns]);
                }

                for (var column = 0; column < size.Columns; column++)
                {
                    var w = weights + (4 * column);
                    var at = between + (int)(column / spacing);
                    var y = row + Along(w, at);
                    var x = column + Along(w, at + gridColumns);
                    source.Sample(y, x, image + (row * size.Columns) + column, size.Rows * size.Columns);
                }
            }
        }

        public override string ToString() => nameof(ElasticDistortion);

        private static float Along(float* w, float* at) => (w[0] * at[0]) + (w[1] * at[1]) + (w[2] * at[2]) + (w[3] * at[3]);

        private int GridPoints(int pixels) => (int)((pixels - 1) / spacing) + 4;

        /// <summary>Computes the weights of the four grid points around a pixel.</summary>
        private void Weights(int pixel, float* weights)
        {
            var t = (pixel / spacing) - (int)(pixel / spacing);
            var (t2, t3, rest) = (t * t, t * t * t, 1 - t);
            weights[0] = rest * rest * rest / 6;
            weights[1] = ((3 * t3) - (6 * t2) + 4) / 6;
            weights[2] = ((-3 * t3) + (3 * t2) + (3 * t) + 1) / 6;
            weights[3] = t3 / 6;
        }
    }
}
