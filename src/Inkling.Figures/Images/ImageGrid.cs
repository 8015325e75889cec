namespace Inkling.Figures.Images;

/// <summary>Images in rows and columns, each with a caption, in one section or several.</summary>
public abstract class ImageGrid : Figure
{
    private const double HeadingHeight = 26;
    private IReadOnlyList<TileLayout>? _layouts;

    private protected ImageGrid(string title)
        : base(title)
    {
    }

    internal override double BodyHeight => Places.Bottom + (Largest is null || IsEmpty ? 0 : ColorBarView.Height);

    internal override Type View => typeof(ImageGridView);

    /// <summary>The images, with a heading for each section where there are several.</summary>
    internal abstract IReadOnlyList<TileSection> Sections { get; }

    /// <summary>The number of columns; null for as many as leave room for images and captions.</summary>
    internal virtual int? Columns => null;

    /// <summary>The smallest side of an image where the number of columns is not given.</summary>
    internal virtual double SmallestImage => 46;

    /// <summary>The magnitude that has the full colour, for images of signed values; null for ink.</summary>
    internal virtual double? Largest => null;

    /// <summary>The text in place of the images where there are none.</summary>
    internal virtual string EmptyText => "Nothing to show.";

    /// <summary>The text below the images: the meaning of the marks.</summary>
    internal virtual string Note => "";

    internal bool IsEmpty => Sections.All(section => section.Tiles.Count == 0);

    /// <summary>The note, and how NaN values are drawn where there are any.</summary>
    internal override string Caption => IsEmpty
        ? ""
        : $"{Note} {ImageText.NotNumbers([.. Sections.SelectMany(section => section.Tiles).Select(tile => tile.Image)])}".Trim();

    /// <summary>The sections with their layouts and tops, and the bottom of the last.</summary>
    internal (IReadOnlyList<(TileSection Section, TileLayout Layout, double Top)> Sections, double Bottom) Places
    {
        get
        {
            _layouts ??= [.. Sections.Select(section => new TileLayout(section.Tiles, Width, Columns, SmallestImage))];
            var places = new List<(TileSection, TileLayout, double)>();
            var y = 0.0;
            foreach (var (section, layout) in Sections.Zip(_layouts))
            {
                y += section.Heading.Length > 0 ? HeadingHeight : 0;
                places.Add((section, layout, y));
                y += layout.Height;
            }

            return (places, places.Count > 0 ? y : new TileLayout([], Width).Height);
        }
    }
}

/// <summary>Images under a heading.</summary>
internal sealed record TileSection(string Heading, IReadOnlyList<Tile> Tiles);
