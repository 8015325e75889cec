using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;

namespace Inkling.Figures.Drawing;

/// <summary>SVG's text element, whose name means something else to Razor.</summary>
public sealed class SvgText : ComponentBase
{
    /// <summary>Where it stands across.</summary>
    [Parameter]
    public double X { get; set; }

    /// <summary>Where its base line is.</summary>
    [Parameter]
    public double Y { get; set; }

    /// <summary>start, middle or end: what of the text stands at <see cref="X"/>.</summary>
    [Parameter]
    public string Anchor { get; set; } = "start";

    /// <summary>Classes of <see cref="Theme.Css"/> besides "text".</summary>
    [Parameter]
    public string Class { get; set; } = "";

    /// <summary>Degrees that the text is turned about its place.</summary>
    [Parameter]
    public double Rotation { get; set; }

    /// <summary>What it says.</summary>
    [Parameter]
    public RenderFragment? ChildContent { get; set; }

    /// <inheritdoc/>
    protected override void BuildRenderTree(RenderTreeBuilder builder)
    {
        builder.OpenElement(0, "text");
        builder.AddAttribute(1, "class", Class.Length == 0 ? "text" : $"text {Class}");
        builder.AddAttribute(2, "x", NumberFormat.Coordinate(X));
        builder.AddAttribute(3, "y", NumberFormat.Coordinate(Y));
        if (Anchor != "start")
            builder.AddAttribute(4, "text-anchor", Anchor);
        if (Rotation != 0)
            builder.AddAttribute(5, "transform", $"rotate({NumberFormat.Coordinate(Rotation)} {NumberFormat.Coordinate(X)} {NumberFormat.Coordinate(Y)})");
        builder.AddContent(6, ChildContent);
        builder.CloseElement();
    }
}
