namespace Inkling.Optim;

/// <summary>The optimizers that can be chosen by name (<see cref="KebabCase"/>), by the command line or a recipe.</summary>
public enum OptimizerKind
{
    /// <summary>Stochastic gradient descent without momentum.</summary>
    SGD,

    /// <summary>Stochastic gradient descent with a momentum of 0.9.</summary>
    Momentum,

    /// <summary><see cref="Optim.Adam"/> with PyTorch's defaults.</summary>
    Adam,

    /// <summary><see cref="Optim.AdamW"/> with PyTorch's defaults.</summary>
    AdamW,

    /// <summary><see cref="Optim.RMSprop"/> with PyTorch's defaults.</summary>
    RMSprop,

    /// <summary><see cref="Optim.Muon"/> with its defaults.</summary>
    Muon,
}

/// <summary>Creates optimizers from their <see cref="OptimizerKind"/>.</summary>
public static class OptimizerKinds
{
    private const float Momentum = 0.9f;

    /// <summary>Creates an optimizer.</summary>
    /// <param name="kind">Which one.</param>
    /// <param name="parameters">The parameters to optimize, at least one.</param>
    /// <param name="learningRate">The learning rate, 0 or more.</param>
    /// <param name="weightDecay">The weight decay, 0 or more; null for the optimizer's default.</param>
    /// <exception cref="ArgumentException">There is no parameter, or one does not require gradients.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range, or the kind is none.</exception>
    public static Optimizer Create(
        this OptimizerKind kind, IEnumerable<Tensor> parameters, float learningRate, float? weightDecay = null) => kind switch
        {
            OptimizerKind.SGD => new SGD(parameters, learningRate, weightDecay: weightDecay ?? 0),
            OptimizerKind.Momentum => new SGD(parameters, learningRate, momentum: Momentum, weightDecay: weightDecay ?? 0),
            OptimizerKind.Adam => new Adam(parameters, learningRate, weightDecay: weightDecay ?? 0),
            OptimizerKind.AdamW => new AdamW(parameters, learningRate, weightDecay: weightDecay ?? AdamW.DefaultWeightDecay),
            OptimizerKind.RMSprop => new RMSprop(parameters, learningRate, weightDecay: weightDecay ?? 0),
            OptimizerKind.Muon => new Muon(parameters, learningRate, weightDecay: weightDecay ?? Muon.DefaultWeightDecay),
            _ => throw new ArgumentOutOfRangeException(nameof(kind), $"there is no optimizer {kind}"),
        };

    /// <summary>Gets a learning rate that usually works: 0.1 for SGD, 0.05 with momentum, 0.001 for the Adam family.</summary>
    public static float UsualLearningRate(this OptimizerKind kind) => kind switch
    {
        OptimizerKind.SGD => 0.1f,
        OptimizerKind.Momentum => 0.05f,
        _ => 1e-3f,
    };
}
