namespace Inkling.Figures.Images;

/// <summary>An image of a grid, with its tooltip and the text below it.</summary>
internal sealed record Tile(Raster Image, string Tooltip, params IReadOnlyList<ImageText> Captions)
{
    /// <summary>The colour of the frame: correct, incorrect or empty.</summary>
    public string Outcome { get; init; } = "";
}
