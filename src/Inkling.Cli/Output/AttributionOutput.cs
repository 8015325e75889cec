using System.Text.Json;
using Inkling.Analysis;

namespace Inkling.Cli.Output;

/// <summary>An attribution as text and as JSON.</summary>
internal static class AttributionOutput
{
    /// <summary>Writes the map, and what is known of it.</summary>
    public static void Show(Screen screen, Attribution attribution)
    {
        var name = attribution.Model.ClassNames[attribution.Target];
        screen.Line($"{attribution.Method.Title}: the {attribution.OutputName}, {attribution.Output:0.000}, attributed to the pixels");
        if (attribution.BaselineOutput is { } baseline)
        {
            screen.Line(
                $"For the baseline it is {baseline:0.000}, the difference is {attribution.Output - baseline:0.000}; "
                + $"the attributions add up to {attribution.Sum:0.000}");
        }

        if (attribution.Layer is { } layer)
            screen.Line($"Feature maps of {layer}");
        screen.Line();
        ContributionArt.Show(
            screen, attribution.Model, attribution.Image, attribution.Values,
            $"pixels that count {(attribution.Method.IsMagnitude ? "for or against" : "for")} {name}");
    }

    /// <summary>Writes the attribution as an object: "attribution".</summary>
    public static void Write(Utf8JsonWriter json, Attribution attribution)
    {
        json.WriteStartObject("attribution");
        json.WriteString("method", attribution.Method.Name);
        WriteSettings(json, attribution.Method);
        if (attribution.Layer is { } layer)
            json.WriteString("layer", layer);
        json.WriteClass("class", attribution.Model.ClassNames[attribution.Target]);
        json.WriteFinite("output", attribution.Output);
        if (attribution.BaselineOutput is { } baseline)
            json.WriteFinite("baseline_output", baseline);
        json.WriteFinite("sum", attribution.Sum);
        if (attribution.CompletenessGap is { } gap)
            json.WriteFinite("completeness_gap", gap);
        json.WriteNumbers("values", attribution.Values);
        json.WriteEndObject();
    }

    private static void WriteSettings(Utf8JsonWriter json, AttributionMethod method)
    {
        switch (method)
        {
            case IntegratedGradients integrated:
                json.WriteNumber("steps", integrated.Steps);
                break;
            case Occlusion occlusion:
                json.WriteNumber("window", occlusion.Window);
                json.WriteNumber("stride", occlusion.Stride);
                break;
        }
    }
}
