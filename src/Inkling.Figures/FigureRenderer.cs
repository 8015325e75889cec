using System.Globalization;
using System.Text.RegularExpressions;
using Inkling.Formats;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Inkling.Figures;

/// <summary>Renders Razor components to text, without a server. Control characters in text become escape sequences such as \x1B.</summary>
public static partial class FigureRenderer
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
            return WithoutControlCharacters(root.ToHtmlString());
        }).GetAwaiter().GetResult();
    }

    /// <summary>
    /// XML 1.0 has no form for most control characters, and text such as the name of a class may hold any: their character references, as
    /// the renderer writes them, become escape sequences. Line feeds stay.
    /// </summary>
    private static string WithoutControlCharacters(string markup) => CharacterReference().Replace(markup, reference =>
    {
        var character = (char)int.Parse(reference.Groups["code"].ValueSpan, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        var escaped = ControlCharacters.Escape($"{character}");
        return character == '\n' || escaped.Length == 1 ? reference.Value : escaped;
    });

    [GeneratedRegex("&#x(?<code>[0-9A-F]{1,4});", RegexOptions.ExplicitCapture)]
    private static partial Regex CharacterReference();
}
