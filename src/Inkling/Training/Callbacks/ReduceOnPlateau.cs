namespace Inkling.Training.Callbacks;

/// <summary>
/// Multiplies the learning rate of the schedule by a factor when a value has not improved for some epochs, as
/// <c>torch.optim.lr_scheduler.ReduceLROnPlateau</c>.
/// </summary>
/// <remarks>
/// Without a learner: <c>plateau.Step(validLoss); optimizer.LearningRate = plateau.Reduce(0.1f);</c>
/// </remarks>
/// <param name="monitor">
/// "valid_loss", "train_loss" or the name of a metric; null for the validation loss, or the training loss where there is no validation set.
/// </param>
/// <param name="factor">The factor, in (0, 1).</param>
/// <param name="patience">The number of epochs without improvement that are tolerated, 0 or more.</param>
/// <param name="threshold">The smallest improvement that counts.</param>
/// <param name="relative">Whether the threshold is a fraction of the best value instead of a difference from it.</param>
/// <param name="cooldown">The number of epochs after a reduction in which none is counted, 0 or more.</param>
/// <param name="minimum">The lower bound of the learning rate, 0 or more.</param>
public sealed class ReduceOnPlateau(
    string? monitor = null, float factor = 0.1f, int patience = 10, double threshold = 1e-4, bool relative = true, int cooldown = 0,
    float minimum = 0) : Callback
{
    private readonly Monitor _monitor = new(monitor, 0);

    private readonly float _factor = factor is > 0 and < 1
        ? factor
        : throw new ArgumentOutOfRangeException(nameof(factor), $"ReduceOnPlateau: a factor of {factor} is not in (0, 1)");

    private readonly int _patience = patience >= 0
        ? patience
        : throw new ArgumentOutOfRangeException(
            nameof(patience), $"ReduceOnPlateau: a patience of {patience} epochs, at least 0 is expected");

    private readonly int _cooldown = cooldown >= 0
        ? cooldown
        : throw new ArgumentOutOfRangeException(
            nameof(cooldown), $"ReduceOnPlateau: a cooldown of {cooldown} epochs, at least 0 is expected");

    private double _best = double.NaN;
    private int _badEpochs, _cooldownLeft;

    /// <summary>Gets the product of the reductions so far.</summary>
    public double Factor { get; private set; } = 1;

    /// <summary>Records the value of an epoch.</summary>
    /// <param name="value">The value.</param>
    /// <param name="higherIsBetter">Whether it is an accuracy rather than a loss.</param>
    public void Step(double value, bool higherIsBetter = false)
    {
        if (IsBetter(value, higherIsBetter))
            (_best, _badEpochs) = (value, 0);
        else
            _badEpochs++;
        if (_cooldownLeft > 0)
        {
            _cooldownLeft--;
            _badEpochs = 0;
        }

        if (_badEpochs <= _patience)
            return;
        Factor *= _factor;
        (_badEpochs, _cooldownLeft) = (0, _cooldown);
    }

    /// <summary>Gets a learning rate after the reductions so far.</summary>
    public float Reduce(float learningRate) => Math.Max((float)(learningRate * Factor), Math.Min(learningRate, minimum));

    /// <inheritdoc/>
    public override void BeforeFit(Learner learner)
    {
        if (learner.Step == 0)
            (_best, _badEpochs, _cooldownLeft, Factor) = (double.NaN, 0, 0, 1);
    }

    /// <inheritdoc/>
    public override void BeforeBatch(Learner learner) => learner.Optimizer.LearningRate = Reduce(learner.Optimizer.LearningRate);

    /// <inheritdoc/>
    public override void AfterValidate(Learner learner)
    {
        var (value, higherIsBetter) = _monitor.Find(learner);
        Step(value, higherIsBetter);
    }

    /// <inheritdoc/>
    public override void Save(TrainingState state)
    {
        state.Set("best", _best);
        state.Set("bad_epochs", _badEpochs);
        state.Set("cooldown_left", _cooldownLeft);
        state.Set("factor", Factor);
    }

    /// <inheritdoc/>
    public override void Load(TrainingState state) => (_best, _badEpochs, _cooldownLeft, Factor) =
        (state.Number("best"), state.Whole("bad_epochs"), state.Whole("cooldown_left"), state.Number("factor"));

    private bool IsBetter(double value, bool higherIsBetter)
    {
        if (double.IsNaN(_best))
            return !double.IsNaN(value);
        var margin = relative ? Math.Abs(_best) * threshold : threshold;
        return higherIsBetter ? value > _best + margin : value < _best - margin;
    }
}
