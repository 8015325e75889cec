using System.Buffers;

namespace Inkling.Data;

/// <summary>
/// Scales and centres ink of any size as MNIST's images were made. It is the last step of preparing a picture, and of generating a digit.
/// </summary>
/// <remarks>
/// The rule is that of the MNIST page (LeCun, Cortes and Burges): "size normalized to fit in a 20x20 pixel box while preserving their
/// aspect ratio", grey levels from antialiasing, and "centered in a 28x28 image by computing the center of mass of the pixels". In the
/// 70,000 images that point lies at row 14, column 14 to within half a pixel: the box is moved by whole pixels and never resampled a second
/// time.
/// </remarks>
public static class MnistNormalizer
{
    /// <summary>The number of rows and columns of an image: 28.</summary>
    public const int Size = 28;

    /// <summary>The longer side of the ink's bounding box, in pixels: 20.</summary>
    public const int BoxSize = 20;

    /// <summary>The row and column of the centre of mass: 14.</summary>
    public const int Center = 14;

    /// <summary>The smallest peak of a normalised image: three quarters of full ink.</summary>
    private const byte MinimumPeak = 192;

    /// <summary>Scales and centres ink.</summary>
    /// <param name="ink">[height, width], 0 for background to 1 for full ink; background is exactly 0.</param>
    /// <param name="width">The number of columns of <paramref name="ink"/>.</param>
    /// <param name="height">The number of rows of <paramref name="ink"/>.</param>
    /// <param name="image">[28, 28] bytes, overwritten; 0 is background and 255 is full ink.</param>
    /// <returns>False, with an empty image, when there is no ink.</returns>
    /// <exception cref="ArgumentException">The lengths do not fit the sizes.</exception>
    public static bool TryNormalize(ReadOnlySpan<float> ink, int width, int height, Span<byte> image) =>
        TryNormalize(ink, width, height, image, out _);

    /// <summary>Scales and centres ink, and tells where it was put.</summary>
    /// <param name="ink">[height, width], 0 for background to 1 for full ink; background is exactly 0.</param>
    /// <param name="width">The number of columns of <paramref name="ink"/>.</param>
    /// <param name="height">The number of rows of <paramref name="ink"/>.</param>
    /// <param name="image">[28, 28] bytes, overwritten; 0 is background and 255 is full ink.</param>
    /// <param name="placement">The box of the ink, and where it lies in the image.</param>
    /// <returns>False, with an empty image, when there is no ink.</returns>
    /// <exception cref="ArgumentException">The lengths do not fit the sizes.</exception>
    public static bool TryNormalize(
        ReadOnlySpan<float> ink, int width, int height, Span<byte> image, out InkPlacement placement)
    {
        placement = default;
        if (ink.Length != (long)width * height || image.Length != Size * Size)
        {
            throw new ArgumentException(
                $"MnistNormalizer: {ink.Length} values of ink and {image.Length} pixels given, "
                + $"expected {height} x {width} and {Size * Size}");
        }

        image.Clear();
        if (!InkBox.TryFind(ink, width, height, out var box))
            return false;

        var step = Math.Max(box.Width, box.Height) / (double)BoxSize;
        var columns = ResampledLength(box.Width, step);
        var rows = ResampledLength(box.Height, step);
        Span<float> scaled = stackalloc float[BoxSize * BoxSize];
        scaled = scaled[..(rows * columns)];
        Resample(ink, width, box, step, rows, columns, scaled);

        // A line thinner than a pixel of the image covers it only in part; the peak is brought back to full ink so that it survives.
        var peak = 0f;
        foreach (var value in scaled)
            peak = Math.Max(peak, value);
        if (!(peak > 0))
            return false;

        var gain = 255f / peak;
        double mass = 0, rowMoment = 0, columnMoment = 0;
        for (var i = 0; i < scaled.Length; i++)
        {
            var value = MathF.Round(scaled[i] * gain);
            scaled[i] = value;
            mass += value;
            rowMoment += value * (i / columns);
            columnMoment += value * (i % columns);
        }

        var top = Offset(rowMoment / mass, rows);
        var left = Offset(columnMoment / mass, columns);
        for (var row = 0; row < rows; row++)
        {
            for (var column = 0; column < columns; column++)
                image[((top + row) * Size) + left + column] = (byte)scaled[(row * columns) + column];
        }

        placement = new InkPlacement(box)
        {
            ImageLeft = left,
            ImageTop = top,
            ImageWidth = columns,
            ImageHeight = rows,
            CenterRow = top + (rowMoment / mass),
            CenterColumn = left + (columnMoment / mass),
        };
        return true;
    }

    /// <summary>
    /// Determines whether a 28x28 image already is what <see cref="TryNormalize(ReadOnlySpan{float}, int, int, Span{byte})"/> makes: ink on
    /// black within a box whose longer side is 19 or 20 pixels, with the centre of mass within a pixel of the middle.
    /// </summary>
    /// <param name="image">[28, 28] bytes; 0 is background and 255 is full ink.</param>
    /// <exception cref="ArgumentException">The length is not 784.</exception>
    public static bool IsNormalized(ReadOnlySpan<byte> image) =>
        Locate(image) is { } found
        && image.ContainsAnyInRange(MinimumPeak, byte.MaxValue)
        && Math.Max(found.Width, found.Height) is BoxSize or BoxSize - 1
        && Math.Abs(found.CenterRow - Center) <= 1
        && Math.Abs(found.CenterColumn - Center) <= 1;

    /// <summary>Finds the ink of a 28x28 image, which is not moved.</summary>
    /// <param name="image">[28, 28] bytes; 0 is background and 255 is full ink.</param>
    /// <returns>The box, twice, and the centre of mass; null where there is no ink.</returns>
    /// <exception cref="ArgumentException">The length is not 784.</exception>
    public static InkPlacement? Locate(ReadOnlySpan<byte> image)
    {
        if (image.Length != Size * Size)
            throw new ArgumentException($"MnistNormalizer: {image.Length} pixels given, expected {Size * Size}", nameof(image));
        Span<float> ink = stackalloc float[Size * Size];
        double mass = 0, rowMoment = 0, columnMoment = 0;
        for (var i = 0; i < ink.Length; i++)
        {
            ink[i] = image[i];
            mass += image[i];
            rowMoment += image[i] * (i / Size);
            columnMoment += image[i] * (i % Size);
        }

        return InkBox.TryFind(ink, Size, Size, out var box)
            ? new InkPlacement(box)
            {
                ImageLeft = box.Left,
                ImageTop = box.Top,
                ImageWidth = box.Width,
                ImageHeight = box.Height,
                CenterRow = rowMoment / mass,
                CenterColumn = columnMoment / mass,
            }
            : null;
    }

    /// <summary>
    /// The first row or column of the box for which its centre of mass falls nearest to the image's centre. A very lopsided figure is kept
    /// inside the image.
    /// </summary>
    private static int Offset(double centerOfMass, int length) =>
        Math.Clamp((int)Math.Round(Center - centerOfMass, MidpointRounding.AwayFromZero), 0, Size - length);

    private static int ResampledLength(int length, double step) => Math.Clamp((int)Math.Ceiling((length / step) - 1e-6), 1, BoxSize);

    private static void Resample(ReadOnlySpan<float> ink, int stride, InkBox box, double step, int rows, int columns, Span<float> target)
    {
        var rented = ArrayPool<float>.Shared.Rent(box.Height * columns);
        var narrow = rented.AsSpan(0, box.Height * columns); // [box.Height, columns]
        var along = new ResamplingAxis(box.Width, columns, step);
        for (var row = 0; row < box.Height; row++)
        {
            var from = ink.Slice(((box.Top + row) * stride) + box.Left, box.Width);
            for (var column = 0; column < columns; column++)
            {
                var sum = 0f;
                var weights = along.Weights(column, out var first);
                for (var i = 0; i < weights.Length; i++)
                    sum += weights[i] * from[first + i];
                narrow[(row * columns) + column] = sum;
            }
        }

        target.Clear();
        var down = new ResamplingAxis(box.Height, rows, step);
        for (var row = 0; row < rows; row++)
        {
            var to = target.Slice(row * columns, columns);
            var weights = down.Weights(row, out var first);
            for (var i = 0; i < weights.Length; i++)
            {
                var from = narrow.Slice((first + i) * columns, columns);
                for (var column = 0; column < columns; column++)
                    to[column] += weights[i] * from[column];
            }
        }

        ArrayPool<float>.Shared.Return(rented);
    }
}
