namespace Inkling.Figures.Charts;

/// <summary>How the values of a series are drawn.</summary>
public enum LineStyle
{
    /// <summary>A line, with a dot at each value where there are few values.</summary>
    Line,

    /// <summary>A thin, pale line, such as noise below its running mean.</summary>
    Thin,

    /// <summary>A dashed line, such as a baseline.</summary>
    Dashed,

    /// <summary>Large dots without a line, each with a dashed line to the x axis.</summary>
    Marks,
}
