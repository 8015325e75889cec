namespace Inkling.Figures.Images;

/// <summary>An image of a grid, with what is written below it and said on hover.</summary>
internal sealed record Tile(Raster Image, string Hover, params IReadOnlyList<ImageText> Captions)
{
    /// <summary>right, wrong or nothing: the colour of the frame.</summary>
    public string Outcome { get; init; } = "";
}
