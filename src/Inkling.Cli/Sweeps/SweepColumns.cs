using System.Globalization;
using Inkling.Training;

namespace Inkling.Cli.Sweeps;

/// <summary>The hyper-parameters of a run as the columns of a table.</summary>
internal static class SweepColumns
{
    /// <summary>The hyper-parameters in which the runs differ; where they do not, the learning rate.</summary>
    public static IReadOnlyList<Setting<HyperParameters>> Differing(SweepPlan plan)
    {
        Setting<HyperParameters>[] differing =
            [.. HyperParameters.Settings.Where(setting => plan.Combinations.Select(setting.Get).Distinct().Count() > 1)];
        return differing is [] ? [HyperParameters.Settings["lr"]] : differing;
    }

    /// <summary>The text of a column; all images are written as their number.</summary>
    public static string Text(Setting<HyperParameters> setting, HyperParameters hyperParameters, SweepPlan plan) =>
        Value(setting, hyperParameters, plan) is { } value ? setting.Format(value) : "-";

    /// <summary>The value of a column as a number.</summary>
    public static double Number(Setting<HyperParameters> setting, HyperParameters hyperParameters, SweepPlan plan) =>
        Convert.ToDouble(Value(setting, hyperParameters, plan), CultureInfo.InvariantCulture);

    /// <summary>The value of a column; all images are their number.</summary>
    public static object? Value(Setting<HyperParameters> setting, HyperParameters hyperParameters, SweepPlan plan) =>
        setting.Get(hyperParameters with { DataSize = hyperParameters.DataSize ?? plan.Train.Count });

    /// <summary>What distinguishes a run from the others: "lr 0.1, hidden 128".</summary>
    public static string Title(HyperParameters hyperParameters, SweepPlan plan) =>
        string.Join(", ", Differing(plan).Select(setting => $"{setting.Name} {Text(setting, hyperParameters, plan)}"));
}
