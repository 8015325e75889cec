using Inkling.Analysis;
using Inkling.Training;

namespace Inkling.Figures.Charts;

/// <summary>A run among others, for <see cref="TrainingCharts.Runs"/>.</summary>
/// <param name="Name">What sets it apart: its learning rate, its batch size.</param>
/// <param name="Training">What was measured on the training images after each epoch; empty where there is nothing.</param>
/// <param name="Validation">The same on the validation images.</param>
/// <param name="Judgement">What its curve says, where it was judged: too low, good, oscillating, diverged.</param>
/// <param name="IsOverfitting">Whether it learned its images by heart, which is said beside the judgement.</param>
public sealed record RunCurve(
    string Name, IReadOnlyList<double> Training, IReadOnlyList<double> Validation, CurveDiagnosis? Judgement = null,
    bool IsOverfitting = false);
