using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Inkling.Figures;

/// <summary>Renders Razor components to text, without a server.</summary>
public static class FigureRenderer
{
    /// <summary>Renders a figure as a standalone SVG document.</summary>
    /// <param name="figure">The figure.</param>
    public static string Render(Figure figure) => Render<FigureView>(new Dictionary<string, object?>
    {
        [nameof(FigureView.Figure)] = figure,
        [nameof(FigureView.Standalone)] = true,
    });

    /// <summary>Renders a component, such as a page of figures.</summary>
    /// <typeparam name="TComponent">The type of the component.</typeparam>
    /// <param name="parameters">Its parameters by name.</param>
    public static string Render<TComponent>(IDictionary<string, object?> parameters)
        where TComponent : IComponent
    {
        using var services = new ServiceCollection().BuildServiceProvider();
        using var renderer = new HtmlRenderer(services, NullLoggerFactory.Instance);
        return renderer.Dispatcher.InvokeAsync(async () =>
        {
            var root = await renderer.RenderComponentAsync<TComponent>(ParameterView.FromDictionary(parameters)).ConfigureAwait(false);
            return root.ToHtmlString();
        }).GetAwaiter().GetResult();
    }
}
