using Inkling.Analysis;
using Inkling.Training;

namespace Inkling.Figures.Charts;

/// <summary>The curves of one run of several, for <see cref="TrainingCharts.Runs"/>.</summary>
/// <param name="Name">Its name, such as its learning rate.</param>
/// <param name="Training">The measure on the training set after each epoch; empty where it is not known.</param>
/// <param name="Validation">The measure on the validation set after each epoch; empty where it is not known.</param>
/// <param name="Diagnosis">The diagnosis of its curve: too low, good, oscillating, diverged; null where there is none.</param>
/// <param name="IsOverfitting">Whether it overfits, which is shown beside the diagnosis.</param>
public sealed record RunCurve(
    string Name, IReadOnlyList<double> Training, IReadOnlyList<double> Validation, CurveDiagnosis? Diagnosis = null,
    bool IsOverfitting = false);
