using System.Globalization;
using System.Text;
using Inkling.Formats;
using Inkling.Models;
using Inkling.Training;

namespace Inkling.Lab.Training;

/// <summary>A C# program that trains the same network.</summary>
internal static class TrainingProgram
{
    /// <summary>Writes the program as a single file, which ends with the hash of the weights that the page shows.</summary>
    public static string Of(TrainingSettings settings)
    {
        var h = settings.HyperParameters;
        var program = new StringBuilder();
        program.AppendLine(
            $"""
            #:package Inkling@*
            using Inkling.Data;
            using Inkling.Models;
            using Inkling.Optim;
            using Inkling.Training;

            {Data(settings)}
            var hyperParameters = HyperParameters.For({Literal(h.Model)}) with
            """);
        program.AppendLine("{");
        foreach (var (name, value) in Properties(h))
            program.AppendLine(CultureInfo.InvariantCulture, $"    {name} = {value},");
        program.Append(
            """
            };
            var learner = hyperParameters.CreateLearner(data.Train, data.Test);
            learner.Fit(hyperParameters.Epochs, hyperParameters.CreateSchedule(learner.Data.Train.Count));
            Console.WriteLine(learner.Recorder);
            Console.WriteLine($"weights {WeightsHash.Of(learner.Model):x16}");
            ModelFile.Save("model.safetensors", new TrainedModel(hyperParameters.Model, learner.Model, data.Train.ClassNames));
            """);
        return program.ToString();
    }

    private static string Data(TrainingSettings settings)
    {
        var source = Literal(settings.Source);
        var counts = settings.Data == "handwriting"
            ? $", new() {{ GeneratedTrainCount = {settings.GeneratedTrainCount}, GeneratedTestCount = {settings.GeneratedTestCount} }}"
            : "";
        var lines = new List<string> { $"var data = DataSources.Open({source}{counts});" };
        if (settings.Classes is { } classes)
            lines.Add($"data = data.Only({string.Join(", ", classes.Select(Literal))});");
        if (settings.Limit is { } most)
            lines.Add($"data = data with {{ Train = data.Train.Take({most}), Test = data.Test.Take({most}) }};");
        return string.Join(Environment.NewLine, lines);
    }

    private static IEnumerable<(string Name, string Value)> Properties(HyperParameters h)
    {
        yield return (nameof(h.Optimizer), $"OptimizerKind.{h.Optimizer}");
        yield return (nameof(h.LearningRate), Literal(h.LearningRate));
        yield return (nameof(h.Schedule), $"ScheduleKind.{h.Schedule}");
        yield return (nameof(h.Epochs), $"{h.Epochs}");
        yield return (nameof(h.BatchSize), $"{h.BatchSize}");
        yield return (nameof(h.Hidden), h.Hidden is { } units ? $"{units}" : "null");
        if (h.Design is { } design)
            yield return (nameof(h.Design), Literal(design));
        yield return (nameof(h.DataSize), h.DataSize is { } size ? $"{size}" : "null");
        yield return (nameof(h.Augmentation), $"AugmentationKind.{h.Augmentation}");
        yield return (nameof(h.WeightDecay), h.WeightDecay is { } decay ? Literal(decay) : "null");
        yield return (nameof(h.LabelSmoothing), Literal(h.LabelSmoothing));
        yield return (nameof(h.Seed), $"{h.Seed}");
    }

    private static string Literal(NetworkDesign design) =>
        $"new() {{ Convolutions = {Literal(design.Convolutions)}, Layers = {Literal(design.Layers)}, "
        + $"Activation = ActivationKind.{design.Activation}, Dropout = {Literal(design.Dropout)} }}";

    private static string Literal(LayerSizes sizes) => $"new({string.Join(", ", sizes)})";

    private static string Literal(float value) => value.ToString("R", CultureInfo.InvariantCulture) + "f";

    private static string Literal(string text)
    {
        var escaped = text.Replace(@"\", @"\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal);
        return $"\"{ControlCharacters.Escape(escaped)}\"";
    }
}
