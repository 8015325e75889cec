namespace Inkling.Training;

/// <summary>The runs of a <see cref="Sweep"/> that differ in their seed only.</summary>
public sealed class SweepGroup
{
    private SweepGroup(IReadOnlyList<SweepRun> runs)
    {
        Runs = runs;
        Accuracy = runs.Average(run => run.Accuracy);
        ValidLoss = runs.Average(run => run.ValidLoss);
        Spread = runs.Count > 1 ? Math.Sqrt(runs.Sum(run => Math.Pow(run.Accuracy - Accuracy, 2)) / (runs.Count - 1)) : double.NaN;
    }

    /// <summary>The runs, at least one.</summary>
    public IReadOnlyList<SweepRun> Runs { get; }

    /// <summary>What they were trained with, apart from the seed: the settings of the first.</summary>
    public HyperParameters HyperParameters => Runs[0].HyperParameters;

    /// <summary>The mean accuracy on the validation images, 0 to 1; not a number where a run diverged.</summary>
    public double Accuracy { get; }

    /// <summary>The standard deviation of the accuracy over the seeds (n - 1); not a number for one run.</summary>
    public double Spread { get; }

    /// <summary>The mean validation loss; not a number where a run diverged.</summary>
    public double ValidLoss { get; }

    /// <summary>
    /// The mean accuracy less that of the first combination, with which the others are compared: 0 for itself, not a number where one of
    /// both diverged
    /// or a cancelled sweep did not come to the first.
    /// </summary>
    public double Gain { get; private init; }

    /// <summary>Groups runs by their settings, in their order.</summary>
    public static IReadOnlyList<SweepGroup> Of(IReadOnlyList<SweepRun> runs)
    {
        SweepGroup[] groups = [.. runs.GroupBy(run => run.HyperParameters with { Seed = 0 }).Select(group => new SweepGroup([.. group]))];
        var first = groups is [var plain, ..] && plain.Runs[0].Number == 1 ? plain.Accuracy : double.NaN;
        return [.. groups.Select(group => new SweepGroup(group.Runs) { Gain = group.Accuracy - first })];
    }
}
