namespace Inkling.Cli.Runs;

/// <summary>The loss of each step of a run, its running mean and the learning rate.</summary>
internal sealed record RunSteps(IReadOnlyList<float> Losses, IReadOnlyList<float> SmoothedLosses, IReadOnlyList<float> LearningRates)
{
    public static RunSteps None { get; } = new([], [], []);
}
