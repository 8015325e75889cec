using Inkling.Data;
using Inkling.Figures.Drawing;

namespace Inkling.Figures.Images;

/// <summary>
/// One image twice: as pixels with a grid, and as the values that a network is given, 0 for the background to 255 for ink. The values are
/// small text, legible when the figure is enlarged.
/// </summary>
public sealed class PixelNumbers : Figure
{
    private const double Margin = 14, Gap = 20, HeadingHeight = 24, Side = 452;
    private readonly byte[] _pixels;

    /// <summary>The pixels of an image.</summary>
    /// <param name="title">The title.</param>
    /// <param name="pixels">[rows, columns], 0 for the background to 255 for ink.</param>
    /// <param name="rows">The number of rows, at least 1.</param>
    /// <param name="columns">The number of columns, at least 1.</param>
    /// <exception cref="ArgumentException">There are not rows * columns pixels.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There are no rows or no columns.</exception>
    public PixelNumbers(string title, ReadOnlySpan<byte> pixels, int rows, int columns)
        : base(title) => (Image, _pixels) = (Raster.OfBytes(pixels, rows, columns), pixels.ToArray());

    /// <summary>The ink of the image.</summary>
    public Raster Image { get; }

    /// <summary>Whether the values are below the image and not beside it, for narrow pages.</summary>
    public bool IsStacked { get; init; }

    /// <inheritdoc/>
    public override string Description =>
        $"{TextFormat.Count(Image.Rows, "row")} of {TextFormat.Count(Image.Columns, "pixel")}, as pixels and as values "
        + $"from {_pixels.Min()} to {_pixels.Max()}; {_pixels.Count(pixel => pixel > 0)} are above 0.";

    internal override double Width => IsStacked ? 480 : (2 * Side) + (2 * Margin) + Gap;

    internal override double BodyHeight => HeadingHeight + NumbersTop + ImageSize.Height + 14;

    internal override Type View => typeof(PixelNumbersView);

    internal (double Width, double Height) ImageSize => RasterView.SizeIn(Image, Side, Side);

    internal double ImageLeft => Margin + ((Side - ImageSize.Width) / 2);

    internal double NumbersLeft => IsStacked ? ImageLeft : ImageLeft + Side + Gap;

    /// <summary>The offset of the values from the top of the image.</summary>
    internal double NumbersTop => IsStacked ? ImageSize.Height + HeadingHeight + 14 : 0;

    internal static double Top => HeadingHeight;

    internal byte this[int row, int column] => _pixels[(row * Image.Columns) + column];

    /// <summary>An image of a data set.</summary>
    /// <param name="set">The data set.</param>
    /// <param name="index">The index of the image.</param>
    public static PixelNumbers Of(ImageDataset set, int index) => new(
        $"{set.ClassNames[set.Labels[index]]}: image {index} of {set.Name} as {set.Rows * set.Columns} numbers",
        set.Image(index), set.Rows, set.Columns);
}
