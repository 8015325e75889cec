using Inkling.Optim;
using Inkling.Training;

namespace Inkling.Figures.Charts;

/// <summary>What a training went through, as lines.</summary>
public static class TrainingCharts
{
    /// <summary>The smoothed loss over the learning rate, as a search saw it, with what it suggests.</summary>
    public static LineChart Of(LearningRateSearch search)
    {
        double[] rates = [.. search.LearningRates], losses = [.. search.SmoothedLosses];
        return new LineChart($"Loss over the learning rate; {search.Suggestion:G2} is suggested", "learning rate", "loss") { LogarithmicX = true }
            .Add("smoothed loss", rates, losses)
            .Add("valley", [search.Valley], [At(search, search.Valley)])
            .Add("steepest", [search.Steepest], [At(search, search.Steepest)]);
    }

    /// <summary>The learning rate over the steps of a training.</summary>
    /// <param name="schedule">What sets it.</param>
    /// <param name="steps">Steps of the training, at least 1.</param>
    public static LineChart Of(Schedule schedule, int steps)
    {
        double[] counted = [.. Enumerable.Range(1, steps)];
        double[] rates = [.. Enumerable.Range(0, steps).Select(step => (double)schedule.LearningRate(step))];
        return new LineChart("Learning rate", "step", "learning rate").Add("learning rate", counted, rates);
    }

    /// <summary>The losses of training and validation over the epochs.</summary>
    public static LineChart Losses(Recorder recorder)
    {
        double[] epochs = [.. recorder.Epochs.Select(epoch => (double)epoch.Epoch)];
        return new LineChart("Loss", "epoch", "loss")
            .Add("training", epochs, [.. recorder.Epochs.Select(epoch => epoch.TrainLoss)])
            .Add("validation", epochs, [.. recorder.Epochs.Select(epoch => epoch.ValidLoss)]);
    }

    private static double At(LearningRateSearch search, float rate) => search.SmoothedLosses[search.LearningRates.ToList().IndexOf(rate)];
}
