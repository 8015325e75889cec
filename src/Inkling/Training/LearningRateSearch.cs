namespace Inkling.Training;

/// <summary>What a search for a learning rate saw: the loss as the rate rose, and what it suggests.</summary>
/// <param name="LearningRates">The rate of each step.</param>
/// <param name="Losses">The loss of each step.</param>
/// <param name="SmoothedLosses">The loss as a running mean that forgets; what the suggestions come from and a plot shows.</param>
/// <param name="Valley">
/// In the longest stretch that falls (single rises allowed for), the rate halfway: fast learning, well away from where it diverges.
/// fastai's choice.
/// </param>
/// <param name="Steepest">The rate where the loss falls fastest.</param>
public sealed record LearningRateSearch(
    IReadOnlyList<float> LearningRates, IReadOnlyList<float> Losses, IReadOnlyList<float> SmoothedLosses, float Valley, float Steepest)
{
    /// <summary>The rate to take: <see cref="Valley"/>.</summary>
    public float Suggestion => Valley;
}
