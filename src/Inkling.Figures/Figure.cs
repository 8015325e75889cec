using System.Text;
using Inkling.Figures.Drawing;
using Inkling.Formats;

namespace Inkling.Figures;

/// <summary>
/// A picture: what it shows, and the Razor component that draws it as SVG. In a page it stands as <c>&lt;FigureView Figure="..." /&gt;</c>; without one it is
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

    /// <summary>Units across; text is 14 of them high, so that it can still be read when the picture is shown 320 pixels wide.</summary>
    internal virtual double Width => 480;

    /// <summary>Units downwards below the title.</summary>
    internal abstract double BodyHeight { get; }

    /// <summary>The component that draws what is below the title: a <see cref="FigureComponent{TFigure}"/>.</summary>
    internal abstract Type View { get; }

    /// <summary>The lines that the title takes.</summary>
    internal IReadOnlyList<string> TitleLines => Svg.Wrap(Title, Width - 24, Svg.TitleSize);

    /// <summary>Units that the title takes.</summary>
    internal double TitleHeight => 14 + (Svg.TitleSize * 1.3 * TitleLines.Count);

    /// <summary>The picture as an SVG document of its own.</summary>
    public string ToSvg() => FigureRenderer.Render(this);

    /// <summary>Writes the picture, whole or not at all.</summary>
    /// <param name="path">A file that ends in .svg.</param>
    /// <exception cref="ArgumentException">The name ends otherwise.</exception>
    /// <exception cref="DirectoryNotFoundException">The directory does not exist.</exception>
    /// <exception cref="UnauthorizedAccessException">The directory cannot be written.</exception>
    /// <exception cref="IOException">The disk is full.</exception>
    public void Save(string path)
    {
        if (!Path.GetExtension(path).Equals(".svg", StringComparison.OrdinalIgnoreCase))
            throw new ArgumentException($"{path}: a figure is written as SVG, expected a name that ends in .svg", nameof(path));
        AtomicFile.Write(path, stream => stream.Write(Encoding.UTF8.GetBytes(ToSvg())));
    }
}
