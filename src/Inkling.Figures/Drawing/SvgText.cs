using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;

namespace Inkling.Figures.Drawing;

/// <summary>The text element of SVG, whose name has another meaning in Razor.</summary>
public sealed class SvgText : ComponentBase
{
    /// <summary>The x coordinate of the anchor.</summary>
    [Parameter]
    public double X { get; set; }

    /// <summary>The y coordinate of the baseline.</summary>
    [Parameter]
    public double Y { get; set; }

    /// <summary>The part of the text at <see cref="X"/>: start, middle or end.</summary>
    [Parameter]
    public string Anchor { get; set; } = "start";

    /// <summary>The classes of <see cref="Theme.Css"/> besides "text".</summary>
    [Parameter]
    public string Class { get; set; } = "";

    /// <summary>The rotation about (X, Y) in degrees, clockwise.</summary>
    [Parameter]
    public double Rotation { get; set; }

    /// <summary>The text.</summary>
    [Parameter]
    public RenderFragment? ChildContent { get; set; }

    /// <inheritdoc/>
    protected override void BuildRenderTree(RenderTreeBuilder builder)
    {
        builder.OpenElement(0, "text");
        builder.AddAttribute(1, "class", Class.Length == 0 ? "text" : $"text {Class}");
        var (x, y) = (NumberFormat.Coordinate(X), NumberFormat.Coordinate(Y));
        builder.AddAttribute(2, "x", x);
        builder.AddAttribute(3, "y", y);
        if (Anchor != "start")
            builder.AddAttribute(4, "text-anchor", Anchor);
        if (Rotation != 0)
            builder.AddAttribute(5, "transform", $"rotate({NumberFormat.Coordinate(Rotation)} {x} {y})");
        builder.AddContent(6, ChildContent);
        builder.CloseElement();
    }
}
