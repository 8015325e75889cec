using Microsoft.AspNetCore.Components;

namespace Inkling.Figures;

/// <summary>Draws the body of a figure: SVG elements from (0, 0) to (Width, BodyHeight).</summary>
/// <typeparam name="TFigure">The type of the figure.</typeparam>
public abstract class FigureComponent<TFigure> : ComponentBase
    where TFigure : Figure
{
    /// <summary>The figure.</summary>
    [Parameter, EditorRequired]
    public TFigure Figure { get; set; } = null!;
}
