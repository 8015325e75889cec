namespace Inkling.Figures.Charts;

/// <summary>How the values of a series are drawn.</summary>
public enum LineStyle
{
    /// <summary>A line, with a dot at each value where there are few.</summary>
    Line,

    /// <summary>A thin, pale line: noise that another line sums up.</summary>
    Thin,

    /// <summary>A dashed line: what others are compared with.</summary>
    Dashed,

    /// <summary>Large dots without a line, each with its place on the axis across.</summary>
    Marks,
}
