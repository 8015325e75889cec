using Microsoft.AspNetCore.Components;

namespace Inkling.Figures;

/// <summary>Draws the body of one kind of figure: SVG elements from (0, 0) to (Width, BodyHeight).</summary>
/// <typeparam name="TFigure">The kind.</typeparam>
public abstract class FigureComponent<TFigure> : ComponentBase
    where TFigure : Figure
{
    /// <summary>What is drawn.</summary>
    [Parameter, EditorRequired]
    public TFigure Figure { get; set; } = null!;
}
