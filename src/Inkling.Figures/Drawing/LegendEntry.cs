namespace Inkling.Figures.Drawing;

/// <summary>An entry of a legend.</summary>
/// <param name="Name">The name.</param>
/// <param name="Class">The CSS classes of the mark: its colour, such as c0, and the style of a line.</param>
/// <param name="Shape">The shape of the mark.</param>
public sealed record LegendEntry(string Name, string Class, LegendShape Shape = LegendShape.Line);

/// <summary>The shape of a mark in a legend.</summary>
public enum LegendShape
{
    /// <summary>A short line.</summary>
    Line,

    /// <summary>A dot.</summary>
    Dot,

    /// <summary>A filled square.</summary>
    Area,
}
