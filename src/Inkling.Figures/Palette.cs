namespace Inkling.Figures;

/// <summary>The colours of figures in one setting, each as #rgb or #rrggbb.</summary>
/// <param name="Ground">The background.</param>
/// <param name="Ink">Text.</param>
/// <param name="Faint">Secondary text.</param>
/// <param name="Grid">Grid lines.</param>
/// <param name="Axis">Axes and neutral bars.</param>
/// <param name="Correct">Correct predictions.</param>
/// <param name="Incorrect">Misclassifications.</param>
/// <param name="Series">The colours of series, <see cref="Theme.Colors"/> of them.</param>
internal sealed record Palette(
    string Ground, string Ink, string Faint, string Grid, string Axis, string Correct, string Incorrect, IReadOnlyList<string> Series)
{
    private static readonly string[] s_light = ["#2563eb", "#c2410c", "#047857", "#be185d", "#6d28d9", "#92700c"];
    private static readonly string[] s_dark = ["#60a5fa", "#fb923c", "#34d399", "#f472b6", "#a78bfa", "#facc15"];

    /// <summary>For light screens.</summary>
    public static Palette Light { get; } = new("#fff", "#1f2937", "#4b5563", "#e5e7eb", "#6b7280", "#15803d", "#b91c1c", s_light);

    /// <summary>For dark screens.</summary>
    public static Palette Dark { get; } = new("#111827", "#e5e7eb", "#9ca3af", "#374151", "#9ca3af", "#4ade80", "#f87171", s_dark);

    /// <summary>For paper.</summary>
    public static Palette Print { get; } = new("#fff", "#000", "#374151", "#d1d5db", "#4b5563", "#15803d", "#b91c1c", s_light);

    /// <summary>The colours by the name of their custom property.</summary>
    public IReadOnlyDictionary<string, string> Properties { get; } = new Dictionary<string, string>(
        Series.Select((color, i) => KeyValuePair.Create($"--c{i}", color)))
    {
        ["--ground"] = Ground,
        ["--ink"] = Ink,
        ["--faint"] = Faint,
        ["--grid"] = Grid,
        ["--axis"] = Axis,
        ["--correct"] = Correct,
        ["--incorrect"] = Incorrect,
    };

    /// <summary>The colours as declarations of CSS.</summary>
    public string ToCss() => string.Join(';', Properties.Select(property => $"{property.Key}:{property.Value}"));
}
