namespace Inkling.Optim;

/// <summary>
/// Parameters that an <see cref="Optimizer"/> updates with a learning rate, weight decay or momentum of their own, as PyTorch's parameter
/// groups: <c>new SGD([new ParameterGroup(body.Parameters()) { LearningRate = 0.01f }, new(head.Parameters())], learningRate: 0.1f)</c>.
/// What is not set is the optimizer's.
/// </summary>
public sealed class ParameterGroup
{
    private Optimizer? _optimizer;
    private float? _learningRate;

    /// <summary>Creates a group.</summary>
    /// <param name="parameters">The parameters; one that is given several times counts once.</param>
    public ParameterGroup(IEnumerable<Tensor> parameters) => Parameters = [.. parameters.Distinct()];

    /// <summary>Gets the parameters.</summary>
    public IReadOnlyList<Tensor> Parameters { get; }

    /// <summary>
    /// Gets or sets the learning rate, 0 or more. It keeps its ratio to <see cref="Optimizer.LearningRate"/> when a schedule changes that;
    /// NaN before the group belongs to an optimizer, unless it is set.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">It is negative, infinite or NaN.</exception>
    /// <exception cref="InvalidOperationException">The optimizer's learning rate is 0, so that there is no ratio to it.</exception>
    public float LearningRate
    {
        get => _optimizer is null ? _learningRate ?? float.NaN : (float)(_optimizer.LearningRate * LearningRateFactor);
        set
        {
            _learningRate = Optimizer.CheckLearningRate(value);
            if (_optimizer is not null)
                LearningRateFactor = FactorFor(value, _optimizer.LearningRate);
        }
    }

    /// <summary>Gets or sets the weight decay, 0 or more.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is negative, infinite or NaN.</exception>
    public float WeightDecay
    {
        get => OwnWeightDecay ?? _optimizer?.WeightDecay ?? float.NaN;
        set => OwnWeightDecay = Optimizer.CheckWeightDecay(value);
    }

    /// <summary>Gets or sets the momentum, in [0, 1); once set, schedules do not change it.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is outside its range.</exception>
    public float Momentum
    {
        get => OwnMomentum ?? _optimizer?.Momentum ?? float.NaN;
        set => OwnMomentum = Optimizer.CheckMomentum(value);
    }

    /// <summary>Gets or sets the ratio of the learning rate to that of the optimizer.</summary>
    internal double LearningRateFactor { get; set; } = 1;

    /// <summary>Gets or sets the weight decay, or null for the optimizer's.</summary>
    internal float? OwnWeightDecay { get; set; }

    /// <summary>Gets or sets the momentum, or null for the optimizer's.</summary>
    internal float? OwnMomentum { get; set; }

    /// <summary>Freezes the parameters, so that they no longer require gradients, or unfreezes them.</summary>
    internal void SetFrozen(bool frozen)
    {
        foreach (var parameter in Parameters)
            parameter.SetFrozen(frozen);
    }

    internal void Attach(Optimizer optimizer, float learningRate)
    {
        if (_optimizer is not null)
            throw new ArgumentException("a parameter group belongs to another optimizer already, expected a new one for each");
        if (_learningRate is { } own)
            LearningRateFactor = FactorFor(own, learningRate);
        _optimizer = optimizer;
    }

    private static double FactorFor(float own, float optimizers) => own == optimizers ? 1 : optimizers > 0
        ? (double)own / optimizers
        : throw new InvalidOperationException(
            $"a parameter group's learning rate of {own} has no ratio to the optimizer's, which is 0: expected one above 0");
}
