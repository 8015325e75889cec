using System.Text;
using Inkling.Figures.Drawing;
using Inkling.Figures.Rendering;
using Inkling.Formats;

namespace Inkling.Figures;

/// <summary>
/// A figure: its data, and the Razor component that draws it as SVG. In a page it is <c>&lt;FigureView Figure="..." /&gt;</c>;
/// <see cref="Save"/> writes it to a file. The colours of SVG follow the reader's light or dark setting; on paper they are light.
/// </summary>
public abstract class Figure
{
    /// <summary>A figure with a title.</summary>
    /// <param name="title">The title.</param>
    protected Figure(string title) => Title = title;

    /// <summary>The title.</summary>
    public string Title { get; }

    /// <summary>The text alternative: the content of the figure in words.</summary>
    public abstract string Description { get; }

    /// <summary>The caption, in small text below the figure; empty where there is none.</summary>
    internal virtual string Caption => "";

    /// <summary>The width in units. The size of text is 14 units, so that it is legible at a width of 320 pixels.</summary>
    internal virtual double Width => 480;

    /// <summary>The height without title and caption, in units.</summary>
    internal abstract double BodyHeight { get; }

    /// <summary>The component that draws the body: a <see cref="FigureComponent{TFigure}"/>.</summary>
    internal abstract Type View { get; }

    /// <summary>The lines of the title.</summary>
    internal IReadOnlyList<string> TitleLines => TextLayout.WrapTitle(Title, Width - 24, TextLayout.TitleSize);

    /// <summary>The height of the title, in units.</summary>
    internal double TitleHeight => 14 + (TextLayout.TitleSize * 1.3 * TitleLines.Count);

    /// <summary>The height of the figure, in units.</summary>
    internal double Height => TitleHeight + BodyHeight + CaptionHeight;

    /// <summary>The lines of the caption.</summary>
    internal IReadOnlyList<string> CaptionLines => TextLayout.Wrap(Caption, Width - 36, TextLayout.SmallSize);

    /// <summary>The height of the caption, in units.</summary>
    internal double CaptionHeight => CaptionLines.Count == 0 ? 0 : (TextLayout.SmallSize * 1.35 * CaptionLines.Count) + 10;

    /// <summary>Renders the figure as a standalone SVG document.</summary>
    public string ToSvg() => FigureRenderer.Render(this);

    /// <summary>
    /// Renders the figure as a PNG file, two pixels per unit, with a font of this library: Latin, Greek and Cyrillic. Characters of other
    /// scripts are boxes where SkiaSharp finds no font of the system, as on Linux.
    /// </summary>
    /// <param name="scheme">Its colours.</param>
    /// <exception cref="PlatformNotSupportedException">A native library of SkiaSharp cannot be loaded.</exception>
    public byte[] ToPng(ColorScheme scheme = ColorScheme.Light) => PngRenderer.Render(this, scheme);

    /// <summary>Writes the figure to a file, atomically.</summary>
    /// <param name="path">A file that ends in .svg or .png; a PNG has the light colours.</param>
    /// <exception cref="ArgumentException">The name does not end in .svg or .png.</exception>
    /// <exception cref="DirectoryNotFoundException">The directory does not exist.</exception>
    /// <exception cref="UnauthorizedAccessException">The directory is not writable.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="PlatformNotSupportedException">A PNG is wanted and a native library of SkiaSharp cannot be loaded.</exception>
    public void Save(string path)
    {
        Func<byte[]> content = Path.GetExtension(path).ToUpperInvariant() switch
        {
            ".SVG" => () => Encoding.UTF8.GetBytes(ToSvg()),
            ".PNG" => () => ToPng(),
            _ => throw new ArgumentException(
                $"{path}: a figure is written as SVG or PNG, expected a name that ends in .svg or .png", nameof(path)),
        };
        AtomicFile.Write(path, stream => stream.Write(content()));
    }
}
