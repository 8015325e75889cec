namespace Inkling.Training;

/// <summary>The result of a learning-rate range test: the loss at each learning rate, and suggestions.</summary>
/// <param name="LearningRates">The learning rate of each step.</param>
/// <param name="Losses">The loss of each step.</param>
/// <param name="SmoothedLosses">The exponential moving average of the loss, from which the suggestions are computed.</param>
/// <param name="Valley">
/// The learning rate in the middle of the longest decreasing subsequence of the loss, as in fastai: fast training, well below divergence.
/// </param>
/// <param name="Steepest">The learning rate where the loss falls fastest.</param>
public sealed record LearningRateSearch(
    IReadOnlyList<float> LearningRates, IReadOnlyList<float> Losses, IReadOnlyList<float> SmoothedLosses, float Valley, float Steepest)
{
    /// <summary>Gets the suggested learning rate: <see cref="Valley"/>.</summary>
    public float Suggestion => Valley;
}
