namespace Inkling.Figures.Charts;

/// <summary>A run among others, for <see cref="TrainingCharts.Runs"/>.</summary>
/// <param name="Name">What sets it apart: its learning rate, its batch size.</param>
/// <param name="Training">What was measured on the training images after each epoch; empty where there is nothing.</param>
/// <param name="Validation">The same on the validation images.</param>
/// <param name="Verdict">What its curve says: too low, good, oscillating, diverged; may be empty.</param>
/// <param name="IsGood">Whether that is good news, if it is either.</param>
public sealed record RunCurve(string Name, IReadOnlyList<double> Training, IReadOnlyList<double> Validation, string Verdict = "", bool? IsGood = null);
