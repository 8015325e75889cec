using Inkling.Figures.Drawing;

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

    /// <summary>The images, with a heading for each section if there are several.</summary>
    internal abstract IReadOnlyList<TileSection> Sections { get; }

    /// <summary>Columns, if they are given.</summary>
    internal virtual int? Columns => null;

    /// <summary>The least side of an image where the columns are not given.</summary>
    internal virtual double SmallestImage => 46;

    /// <summary>The magnitude with the full colour, if the images are signed values; otherwise they are ink.</summary>
    internal virtual double? Largest => null;

    /// <summary>What is said when there is no image.</summary>
    internal virtual string Nothing => "Nothing to show.";

    /// <summary>What is said below the images: what the marks mean.</summary>
    internal virtual string Note => "";

    internal bool IsEmpty => Sections.All(section => section.Tiles.Count == 0);

    /// <summary>The note, and what is to be said of values that are not numbers.</summary>
    internal override string Caption => IsEmpty
        ? ""
        : $"{Note} {ImageText.NotNumbers([.. Sections.SelectMany(section => section.Tiles).Select(tile => tile.Image)])}".Trim();

    /// <summary>The sections, where each begins, and where the last ends.</summary>
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
