using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Inkling.Figures.Rendering;

/// <summary>
/// Writes the rules of a style sheet into the style attributes of the elements that they match, with custom properties replaced by their
/// values: for a renderer of SVG that knows neither custom properties nor media queries.
/// </summary>
internal static partial class StyleInliner
{
    /// <summary>Inlines the theme's rules in the colours of a palette and removes the style sheets.</summary>
    /// <param name="svg">A figure as a standalone SVG document; changed in place.</param>
    /// <param name="palette">The values of the custom properties.</param>
    public static void Inline(XElement svg, Palette palette)
    {
        svg.Descendants().Where(element => element.Name.LocalName == "style").Remove();
        foreach (var element in svg.Descendants().ToList())
        {
            if (element.Attribute("class") is not { } attribute)
                continue;
            var classes = attribute.Value.Split(' ').ToHashSet();
            var declared = new Dictionary<string, string>(palette.Properties);
            foreach (var rule in s_rules.Where(rule => classes.IsSupersetOf(rule.Classes)))
            {
                foreach (var (name, value) in rule.Declarations)
                    declared[name] = value;
            }

            var style = declared.Where(declaration => !declaration.Key.StartsWith("--", StringComparison.Ordinal))
                .Select(declaration => $"{declaration.Key}:{Resolve(declaration.Value, declared)}");
            element.SetAttributeValue("style", string.Join(';', style));
        }
    }

    // Ascending by specificity, then in their order: a later rule overrides an earlier one.
    private static readonly Rule[] s_rules = [.. Parse(Theme.Rules).OrderBy(rule => rule.Classes.Length)];

    /// <summary>Replaces var(--name) and var(--name,fallback) by the values of the custom properties.</summary>
    private static string Resolve(string value, Dictionary<string, string> properties)
    {
        while (Variable().Match(value) is { Success: true } match)
        {
            var replacement = properties.GetValueOrDefault(match.Groups["name"].Value, match.Groups["fallback"].Value);
            value = value[..match.Index] + replacement + value[(match.Index + match.Length)..];
        }

        return value;
    }

    private static IEnumerable<Rule> Parse(string css) =>
        from match in RuleText().Matches(css)
        let declarations = match.Groups["declarations"].Value.Split(';', StringSplitOptions.RemoveEmptyEntries)
            .Select(declaration => declaration.Split(':', 2)).Select(parts => (parts[0], parts[1])).ToArray()
        from selector in match.Groups["selectors"].Value.Split(',')
        select new Rule(selector.Trim()[".figure .".Length..].Split('.'), declarations);

    [GeneratedRegex("(?<selectors>[^{}]+)\\{(?<declarations>[^{}]*)\\}")]
    private static partial Regex RuleText();

    // The innermost one: its fallback contains no other.
    [GeneratedRegex("var\\((?<name>--[a-z0-9]+)(,(?<fallback>[^()]*))?\\)")]
    private static partial Regex Variable();

    /// <summary>A selector's classes, all of which an element must have, and what it declares.</summary>
    private sealed record Rule(string[] Classes, (string Name, string Value)[] Declarations);
}
