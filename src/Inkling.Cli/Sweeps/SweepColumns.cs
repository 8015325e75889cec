using System.Globalization;
using Inkling.Cli.Commands;
using Inkling.Training;

namespace Inkling.Cli.Sweeps;

/// <summary>The settings of a run as the columns of a table.</summary>
internal static class SweepColumns
{
    private static readonly (string Name, Func<TrainingSettings, SweepPlan, string> Text)[] All =
    [
        ("optimizer", (settings, _) => KebabCase.Of(settings.Optimizer)),
        ("lr", (settings, _) => settings.LearningRate.ToString(CultureInfo.InvariantCulture)),
        ("batch", (settings, _) => Text(settings.BatchSize)),
        ("hidden", (settings, _) => Text(settings.Hidden)),
        ("images", (settings, plan) => Text(settings.DataSize ?? plan.Train.Count)),
        ("augmentation", (settings, _) => KebabCase.Of(settings.Augmentation)),
        ("seed", (settings, _) => settings.Seed.ToString(CultureInfo.InvariantCulture)),
    ];

    /// <summary>The names of the settings in which the runs differ; where they do not, the learning rate.</summary>
    public static IReadOnlyList<string> Differing(SweepPlan plan)
    {
        string[] names =
        [.. All.Where(column => plan.Settings.Select(settings => column.Text(settings, plan)).Distinct().Count() > 1)
        .Select(column => column.Name)];
        return names is [] ? ["lr"] : names;
    }

    /// <summary>The values of some settings, by their names.</summary>
    public static IEnumerable<string> Values(IEnumerable<string> names, TrainingSettings settings, SweepPlan plan) =>
        names.Select(name => All.First(column => column.Name == name).Text(settings, plan));

    /// <summary>What tells a run from the others: "lr 0.1, hidden 128".</summary>
    public static string Title(TrainingSettings settings, SweepPlan plan)
    {
        var names = Differing(plan);
        return string.Join(", ", names.Zip(Values(names, settings, plan), (name, value) => $"{name} {value}"));
    }

    private static string Text(int? number) => number?.ToString(CultureInfo.InvariantCulture) ?? "-";
}
