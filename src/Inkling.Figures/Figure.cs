using System.Text;
using Inkling.Figures.Drawing;
using Inkling.Figures.Rendering;
using Inkling.Formats;

namespace Inkling.Figures;

/// <summary>
/// A picture: what it shows, and the Razor component that draws it as SVG. In a page it stands as <c>&lt;FigureView Figure="..." /&gt;</c>;
/// without one it is
/// written to a file by <see cref="Save"/>. Colours follow the reader's light or dark setting, and paper is always light.
/// </summary>
public abstract class Figure
{
    /// <summary>A figure with a heading.</summary>
    /// <param name="title">What is shown, in a few words.</param>
    protected Figure(string title) => Title = title;

    /// <summary>What is shown, in a few words.</summary>
    public string Title { get; }

    /// <summary>What is to be seen, in words: the text alternative.</summary>
    public abstract string Description { get; }

    /// <summary>What else a reader has to know, in small letters below the picture; empty where there is nothing.</summary>
    internal virtual string Caption => "";

    /// <summary>Units across; text is 14 of them high, so that it can still be read when the picture is shown 320 pixels wide.</summary>
    internal virtual double Width => 480;

    /// <summary>Units downwards below the title.</summary>
    internal abstract double BodyHeight { get; }

    /// <summary>The component that draws what is below the title: a <see cref="FigureComponent{TFigure}"/>.</summary>
    internal abstract Type View { get; }

    /// <summary>The lines that the title takes.</summary>
    internal IReadOnlyList<string> TitleLines => TextLayout.WrapTitle(Title, Width - 24, TextLayout.TitleSize);

    /// <summary>Units that the title takes.</summary>
    internal double TitleHeight => 14 + (TextLayout.TitleSize * 1.3 * TitleLines.Count);

    /// <summary>Units downwards of the whole.</summary>
    internal double Height => TitleHeight + BodyHeight + CaptionHeight;

    /// <summary>The lines that the caption takes.</summary>
    internal IReadOnlyList<string> CaptionLines => TextLayout.Wrap(Caption, Width - 36, TextLayout.SmallSize);

    /// <summary>Units that the caption takes.</summary>
    internal double CaptionHeight => CaptionLines.Count == 0 ? 0 : (TextLayout.SmallSize * 1.35 * CaptionLines.Count) + 10;

    /// <summary>The picture as an SVG document of its own.</summary>
    public string ToSvg() => FigureRenderer.Render(this);

    /// <summary>Renders the figure as a PNG file.</summary>
    /// <param name="scheme">Its colours.</param>
    public byte[] ToPng(ColorScheme scheme = ColorScheme.Light) => PngRenderer.Render(this, scheme);

    /// <summary>Writes the picture, whole or not at all.</summary>
    /// <param name="path">A file that ends in .svg or .png; a PNG has the light colours.</param>
    /// <exception cref="ArgumentException">The name ends otherwise.</exception>
    /// <exception cref="DirectoryNotFoundException">The directory does not exist.</exception>
    /// <exception cref="UnauthorizedAccessException">The directory cannot be written.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
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
