using Inkling.Data;
using Inkling.Figures.Drawing;

namespace Inkling.Figures.Images;

/// <summary>
/// One image twice: as pixels in their grid, and as the numbers that a network is given, 0 for paper to 255 for full ink. The numbers are
/// small;
/// they are letters and not pixels, so they can be read when the picture is enlarged.
/// </summary>
public sealed class PixelNumbers : Figure
{
    private const double Margin = 14, Gap = 20, HeadingHeight = 24, Side = 452;
    private readonly byte[] _pixels;

    /// <summary>The numbers of an image.</summary>
    /// <param name="title">What is shown.</param>
    /// <param name="pixels">[rows, columns] bytes, 0 to 255.</param>
    /// <param name="rows">Rows, at least 1.</param>
    /// <param name="columns">Columns, at least 1.</param>
    /// <exception cref="ArgumentException">The counts do not fit together.</exception>
    public PixelNumbers(string title, ReadOnlySpan<byte> pixels, int rows, int columns)
        : base(title) => (Image, _pixels) = (Raster.OfBytes(pixels, rows, columns), pixels.ToArray());

    /// <summary>The ink of the image.</summary>
    public Raster Image { get; }

    /// <summary>Whether the numbers stand below the image and not beside it: for narrow pages.</summary>
    public bool IsStacked { get; init; }

    /// <inheritdoc/>
    public override string Description =>
        $"{TextFormat.Count(Image.Rows, "row")} of {TextFormat.Count(Image.Columns, "pixel")}, drawn and as {TextFormat.Count(_pixels.Length, "number")} "
        + $"from {_pixels.Min()} to {_pixels.Max()}; {_pixels.Count(pixel => pixel > 0)} are above 0.";

    internal override double Width => IsStacked ? 480 : (2 * Side) + (2 * Margin) + Gap;

    internal override double BodyHeight => HeadingHeight + NumbersTop + ImageSize.Height + 14;

    internal override Type View => typeof(PixelNumbersView);

    internal (double Width, double Height) ImageSize => RasterView.SizeIn(Image, Side, Side);

    internal double ImageLeft => Margin + ((Side - ImageSize.Width) / 2);

    internal double NumbersLeft => IsStacked ? ImageLeft : ImageLeft + Side + Gap;

    /// <summary>Units that the numbers begin below the image's beginning.</summary>
    internal double NumbersTop => IsStacked ? ImageSize.Height + HeadingHeight + 14 : 0;

    internal static double Top => HeadingHeight;

    internal byte this[int row, int column] => _pixels[(row * Image.Columns) + column];

    /// <summary>An image of a data set.</summary>
    /// <param name="set">The set.</param>
    /// <param name="index">Which image, from 0.</param>
    public static PixelNumbers Of(ImageDataset set, int index) => new(
        $"{set.ClassNames[set.Labels[index]]}: image {index} of {set.Name} as {set.Rows * set.Columns} numbers", set.Image(index), set.Rows,
        set.Columns);
}
