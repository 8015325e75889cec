using Inkling.Optim;

namespace Inkling.Training;

/// <summary>The search for a learning rate.</summary>
public sealed partial class Learner
{
    /// <summary>The loss that ends the search, in multiples of the smallest one: fastai's.</summary>
    private const double Diverged = 4;

    private const int MinimumSearch = 20;

    /// <summary>
    /// Tries learning rates (Smith, WACV 2017, section 3.3): over some steps the rate rises by the same factor each, until the smoothed
    /// loss is four times its smallest. Weights, optimizer, order and random numbers are then what they were before. The callbacks take no
    /// part.
    /// </summary>
    /// <param name="start">The first rate, above 0.</param>
    /// <param name="end">The last rate, above 0.</param>
    /// <param name="steps">Steps from one to the other, at least 20.</param>
    /// <param name="cancellation">Ends the search.</param>
    /// <exception cref="ArgumentOutOfRangeException">A rate is not above 0, or there are fewer than 20 steps.</exception>
    /// <exception cref="DivergenceException">The loss is not a number within the first steps, so that nothing can be said.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> was requested; everything is what it was
    /// before.</exception>
    public LearningRateSearch FindLearningRate(
        float start = 1e-7f, float end = 10, int steps = 100, CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, MinimumSearch);
        var schedule = new ExponentialSchedule(start, end, steps);
        var (weights, optimizer) = (Model.StateDictionary(), Optimizer.StateDictionary());
        var (rate, momentum) = (Optimizer.LearningRate, Optimizer.Momentum);
        var (order, chance) = (Data.Train.State, Randomness.Default.State);
        (RandomStream Stream, RandomState State)[] own =
            [.. Model.NamedRandomStreams().Select(entry => (entry.Stream, entry.Stream.State))];
        var seen = new Recorder([]);
        try
        {
            Search(schedule, steps, seen, cancellation);
        }
        finally
        {
            Model.LoadStateDictionary(weights);
            Optimizer.LoadStateDictionary(optimizer);
            (Optimizer.LearningRate, Optimizer.Momentum) = (rate, momentum);
            Data.Train.State = order;
            Randomness.Default.State = chance;
            foreach (var (stream, state) in own)
                stream.State = state;
        }

        return Read(seen);
    }

    private void Search(Schedule schedule, int steps, Recorder seen, CancellationToken cancellation)
    {
        Model.Train();
        var best = double.PositiveInfinity;
        while (true)
        {
            foreach (var (inputs, labels) in Data.Train)
            {
                cancellation.ThrowIfCancellationRequested();
                schedule.Apply(Optimizer, seen.Steps);
                var loss = Loss.Forward(Model.Forward(inputs), labels);
                var value = loss.Item();
                if (!float.IsFinite(value))
                    return;
                seen.AddStep(value, Optimizer.LearningRate);
                best = Math.Min(best, seen.SmoothedLosses[^1]);
                if (seen.Steps == steps || seen.SmoothedLosses[^1] > Diverged * best)
                    return;
                Optimizer.ZeroGrad();
                loss.Backward();
                Optimizer.Step();
            }
        }
    }

    /// <summary>The first tenth and the last five steps are left out, where the mean has just begun and where the loss explodes.</summary>
    private static LearningRateSearch Read(Recorder seen)
    {
        var first = Math.Min(seen.Steps / 10, 10);
        var count = seen.Steps - first - 5;
        if (count < 3)
            throw new DivergenceException(seen.Steps + 1, double.NaN);
        var (rates, losses) = (seen.LearningRates.ToArray(), seen.SmoothedLosses.ToArray());
        var looked = losses.AsSpan(first, count);
        return new LearningRateSearch(
            rates, seen.Losses.ToArray(), losses, rates[first + FindValley(looked)], rates[first + FindSteepest(looked)]);
    }

    /// <summary>The middle of the longest falling subsequence, as a place among the losses.</summary>
    private static int FindValley(ReadOnlySpan<float> losses)
    {
        var (length, before) = (new int[losses.Length], new int[losses.Length]);
        var at = 0;
        for (var i = 0; i < losses.Length; i++)
        {
            for (var j = 0; j < i; j++)
            {
                if (losses[i] < losses[j] && length[j] + 1 > length[i])
                    (length[i], before[i]) = (length[j] + 1, j);
            }

            if (length[i] > length[at])
                at = i;
        }

        for (var steps = length[at] / 2; steps > 0; steps--)
            at = before[at];
        return at;
    }

    /// <summary>
    /// Where the loss falls most from one step to the next; the rates rise by the same factor each, so this is the slope over their
    /// logarithm.
    /// </summary>
    private static int FindSteepest(ReadOnlySpan<float> losses)
    {
        var (steepest, most) = (0, double.PositiveInfinity);
        for (var i = 1; i < losses.Length - 1; i++)
        {
            var slope = (losses[i + 1] - losses[i - 1]) / 2;
            if (slope < most)
                (steepest, most) = (i, slope);
        }

        return steepest;
    }
}
