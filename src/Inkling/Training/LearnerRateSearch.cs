using Inkling.Optim;

namespace Inkling.Training;

/// <summary>The learning-rate range test.</summary>
public sealed partial class Learner
{
    /// <summary>The loss that ends the test as a multiple of the smallest one, as in fastai.</summary>
    private const double Diverged = 4;

    private const int MinimumSearch = 20;

    /// <summary>
    /// Runs a learning-rate range test (Smith, WACV 2017, section 3.3): the learning rate rises by the same factor at each step until the
    /// smoothed loss is four times its minimum. Then weights, optimizer, order and random numbers are restored. No callback is called.
    /// </summary>
    /// <param name="start">The first learning rate, above 0.</param>
    /// <param name="end">The last learning rate, above 0.</param>
    /// <param name="steps">The number of steps from one to the other, at least 20.</param>
    /// <param name="cancellation">Ends the test.</param>
    /// <exception cref="ArgumentOutOfRangeException">A learning rate is not above 0, or there are fewer than 20 steps.</exception>
    /// <exception cref="DivergenceException">The loss is NaN within the first steps.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> was requested; everything is
    /// restored.</exception>
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

    /// <summary>
    /// Suggests learning rates; the first tenth of the steps (the mean has few terms) and the last five (the loss diverges) are left out.
    /// </summary>
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

    /// <summary>Finds the middle of the longest decreasing subsequence.</summary>
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
    /// Finds the steepest descent; as the learning rates rise by the same factor, this is the slope over their logarithm.
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
