using Inkling.Training;

namespace Inkling.Lab.Training;

/// <summary>The curves of a run, thinned out to what a chart can show.</summary>
/// <param name="Steps">The steps of the losses and learning rates.</param>
/// <param name="Losses">The smoothed losses of the mini-batches.</param>
/// <param name="LearningRates">The learning rates.</param>
/// <param name="HeldOutSteps">The steps at which held-out images were measured.</param>
/// <param name="HeldOutLosses">Their mean losses.</param>
/// <param name="Accuracies">Their accuracies, 0 to 1.</param>
public sealed record RunCurves(
    IReadOnlyList<double> Steps, IReadOnlyList<double> Losses, IReadOnlyList<double> LearningRates,
    IReadOnlyList<double> HeldOutSteps, IReadOnlyList<double> HeldOutLosses, IReadOnlyList<double> Accuracies)
{
    /// <summary>The most points of a curve.</summary>
    public const int MaxPoints = 200;

    /// <summary>Curves without points.</summary>
    public static RunCurves None { get; } = new([], [], [], [], [], []);

    /// <summary>Takes the curves of a run.</summary>
    internal static RunCurves Of(TrainingRun run)
    {
        var recorder = run.Learner.Recorder;
        return Of(recorder.FirstStep + 1, recorder.SmoothedLosses, recorder.LearningRates, run.HeldOut);
    }

    /// <summary>Thins out curves to <see cref="MaxPoints"/>.</summary>
    /// <param name="first">The first step.</param>
    /// <param name="losses">The smoothed loss of each step from the first on.</param>
    /// <param name="rates">The learning rates of these steps.</param>
    /// <param name="heldOut">What was measured on held-out images, in ascending order of the steps.</param>
    public static RunCurves Of(int first, ReadOnlySpan<float> losses, ReadOnlySpan<float> rates, IReadOnlyList<HeldOutPoint> heldOut)
    {
        var steps = Thinned(losses.Length);
        HeldOutPoint[] points = [.. Thinned(heldOut.Count).Select(i => heldOut[i])];
        return new RunCurves(
            [.. steps.Select(i => (double)first + i)], Taken(losses, steps), Taken(rates, steps),
            [.. points.Select(point => (double)point.Step)], [.. points.Select(point => point.Loss)],
            [.. points.Select(point => point.Accuracy)]);
    }

    /// <summary>Chooses at most <see cref="MaxPoints"/> of some indices at even distances, the last one among them.</summary>
    internal static int[] Thinned(int count)
    {
        var kept = Math.Min(count, MaxPoints);
        return [.. Enumerable.Range(1, kept).Select(i => (int)((long)i * count / kept) - 1)];
    }

    private static double[] Taken(ReadOnlySpan<float> values, int[] indices)
    {
        var taken = new double[indices.Length];
        for (var i = 0; i < taken.Length; i++)
            taken[i] = values[indices[i]];
        return taken;
    }
}
