using Inkling.Figures.Drawing;

namespace Inkling.Figures.Images;

/// <summary>The positions of the images of a grid and of their captions: columns of equal width, rows as high as their tiles.</summary>
internal sealed class TileLayout
{
    private const int MaxColumns = 24;
    private const double Margin = 14, Gap = 8, LineHeight = 17, LargestImage = 180, LongestCaption = 104;

    /// <summary>Lays out tiles.</summary>
    /// <param name="tiles">The tiles.</param>
    /// <param name="width">The width, in units.</param>
    /// <param name="columns">The number of columns; null for as many as leave room for images and captions.</param>
    /// <param name="smallestImage">The smallest side of an image where the number of columns is not given.</param>
    public TileLayout(IReadOnlyList<Tile> tiles, double width, int? columns = null, double smallestImage = 46)
    {
        if (tiles.Count == 0)
            return;
        var inner = width - (2 * Margin);
        var longest = tiles.Max(tile => tile.Captions.Select(caption => TextLayout.Width(caption.Text)).DefaultIfEmpty().Max());
        var least = Math.Max(smallestImage, Math.Min(longest, LongestCaption));
        var most = Math.Clamp((int)((inner + Gap) / (least + Gap)), 1, MaxColumns);
        // The fewest rows, filled equally.
        var count = columns ?? Rows(tiles.Count, Rows(tiles.Count, most));
        var pitch = (inner + Gap) / count;
        var side = Math.Min(pitch - Gap, LargestImage);
        var y = 6.0;
        foreach (var row in tiles.Chunk(count))
        {
            var height = row.Max(tile => RasterView.SizeIn(tile.Image, side, side).Height);
            var lines = 0;
            foreach (var (i, tile) in row.Index())
            {
                ImageText[] captions = [.. tile.Captions.SelectMany(caption => caption.Within(pitch - 2, 3))];
                var x = Margin + (i * pitch);
                Places.Add(new Place(tile, x + ((pitch - Gap - side) / 2), y, side, height, x + ((pitch - Gap) / 2),
                    [.. captions.Select((caption, line) => (caption, y + height + 16 + (line * LineHeight)))]));
                lines = Math.Max(lines, captions.Length);
            }

            y += height + (lines * LineHeight) + 12;
        }

        Height = y;
    }

    /// <summary>Checks a number of columns.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not 1 to 24.</exception>
    public static void CheckColumns(int? columns)
    {
        if (columns is < 1 or > MaxColumns)
            throw new ArgumentOutOfRangeException(nameof(columns), columns, $"expected 1 to {MaxColumns} columns");
    }

    /// <summary>The height, in units; 0 without tiles.</summary>
    public double Height { get; }

    /// <summary>The tiles with their positions.</summary>
    public List<Place> Places { get; } = [];

    private static int Rows(int count, int columns) => (count + columns - 1) / columns;

    /// <summary>A tile: the box of its image, the centre of its captions, and the captions with their baselines.</summary>
    internal sealed record Place(
        Tile Tile, double X, double Y, double Width, double Height, double Middle, (ImageText Caption, double Y)[] Captions);
}
