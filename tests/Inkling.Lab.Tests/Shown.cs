using System.Globalization;
using Bunit;
using Inkling.Lab.Reading;
using Microsoft.AspNetCore.Components;

namespace Inkling.Lab.Tests;

/// <summary>Texts and numbers that a component shows, by their test ids.</summary>
internal static class Shown
{
    /// <summary>Renders a view of the page "Read" as the page does: again after each change.</summary>
    public static IRenderedComponent<TView> RenderView<TView>(this BunitContext context, DigitReading reading)
        where TView : ReadingView
    {
        var view = context.Render<TView>(parameters => parameters.Add(view => view.Reading, reading));
        reading.Changed += () => view.Render();
        reading.Inspection.Moved += () => view.Render();
        return view;
    }

    /// <summary>Gets the text of an element.</summary>
    public static string Text<TView>(this IRenderedComponent<TView> view, string id)
        where TView : IComponent => view.Find($"[data-testid='{id}']").TextContent.Trim();

    /// <summary>Gets the number that an element shows.</summary>
    public static double Number<TView>(this IRenderedComponent<TView> view, string id)
        where TView : IComponent => double.Parse(view.Text(id), CultureInfo.InvariantCulture);

    /// <summary>Rounds as the pages do, to six significant digits.</summary>
    public static double Rounded(double value) =>
        double.Parse(value.ToString("G6", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
}
