using Inkling.Data;
using Inkling.Training;

namespace Inkling.Cli.Sweeps;

/// <summary>A sweep with its images.</summary>
/// <param name="Sweep">What is compared.</param>
/// <param name="Combinations">The hyper-parameters of its runs.</param>
/// <param name="Data">Where the images come from.</param>
/// <param name="Source">The value of --data that opens them again.</param>
/// <param name="Train">The training images.</param>
/// <param name="Validation">The training images that are held out for validation.</param>
internal sealed record SweepPlan(
    Sweep Sweep, IReadOnlyList<HyperParameters> Combinations, DigitData Data, string Source, ImageDataset Train, ImageDataset Validation);
