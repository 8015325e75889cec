namespace Inkling.Figures.Drawing;

/// <summary>A name and the mark it explains.</summary>
/// <param name="Name">What is meant.</param>
/// <param name="Class">The mark's classes: its colour, such as c0, and for a line how it is drawn.</param>
/// <param name="Shape">How the mark looks.</param>
public sealed record LegendEntry(string Name, string Class, LegendShape Shape = LegendShape.Line);

/// <summary>How the mark beside a name looks.</summary>
public enum LegendShape
{
    /// <summary>A piece of a line.</summary>
    Line,

    /// <summary>A dot.</summary>
    Dot,

    /// <summary>A filled square.</summary>
    Area,
}
