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

    /// <summary>Gets the runs, at least one.</summary>
    public IReadOnlyList<SweepRun> Runs { get; }

    /// <summary>Gets the hyper-parameters of the first run; the others differ in the seed only.</summary>
    public HyperParameters HyperParameters => Runs[0].HyperParameters;

    /// <summary>Gets the mean accuracy on the validation images, 0 to 1; NaN where a run diverged.</summary>
    public double Accuracy { get; }

    /// <summary>Gets the sample standard deviation of the accuracy over the seeds; NaN for one run.</summary>
    public double Spread { get; }

    /// <summary>Gets the mean validation loss; NaN where a run diverged.</summary>
    public double ValidLoss { get; }

    /// <summary>
    /// Gets the difference of the mean accuracy from that of the first combination; NaN where one of both diverged, or where a cancelled
    /// sweep did not complete the first.
    /// </summary>
    public double Gain { get; private init; }

    /// <summary>Groups runs by their hyper-parameters except the seed, in their order.</summary>
    public static IReadOnlyList<SweepGroup> Of(IReadOnlyList<SweepRun> runs)
    {
        SweepGroup[] groups = [.. runs.GroupBy(run => run.HyperParameters with { Seed = 0 }).Select(group => new SweepGroup([.. group]))];
        var first = groups is [var plain, ..] && plain.Runs[0].Number == 1 ? plain.Accuracy : double.NaN;
        return [.. groups.Select(group => new SweepGroup(group.Runs) { Gain = group.Accuracy - first })];
    }
}
