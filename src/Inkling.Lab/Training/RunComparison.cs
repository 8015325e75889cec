namespace Inkling.Lab.Training;

/// <summary>The names of runs that are shown together: each is named by the settings in which it differs from the others.</summary>
internal static class RunComparison
{
    /// <summary>Names runs, such as "lr 0.1" and "lr 0.5" where the learning rate is the one difference.</summary>
    /// <param name="runs">The settings of the runs, in their order.</param>
    /// <returns>A name for each; "run 2" for one that differs in nothing.</returns>
    public static IReadOnlyList<string> Names(IReadOnlyList<TrainingSettings> runs)
    {
        var differing = TrainingSettings.Table.Where(setting => runs.Select(run => setting.Get(run)).Distinct().Count() > 1).ToList();
        string[] names =
        [
            .. runs.Select(run => string.Join(", ", differing.Select(setting =>
                setting.Get(run) is { } value ? $"{setting.Name} {setting.Format(value)}" : $"no {setting.Name}"))),
        ];
        for (var i = 0; i < names.Length; i++)
        {
            if (names[i].Length == 0 || Array.IndexOf(names, names[i]) < i)
                names[i] = $"{names[i]} run {i + 1}".Trim();
        }

        return names;
    }

    /// <summary>Says in which settings runs differ: "The runs differ in lr alone."</summary>
    /// <param name="runs">The settings of the runs; empty text for fewer than two.</param>
    public static string Difference(IReadOnlyList<TrainingSettings> runs)
    {
        if (runs.Count < 2)
            return "";
        string[] names =
        [
            .. TrainingSettings.Table.Where(setting => runs.Select(run => setting.Get(run)).Distinct().Count() > 1)
                .Select(setting => setting.Name),
        ];
        return names switch
        {
            [] => "The runs have the same settings.",
            [var only] => $"The runs differ in {only} alone.",
            [.. var others, var last] => $"The runs differ in {string.Join(", ", others)} and {last}.",
        };
    }
}
