using Inkling.Kernels;

namespace Inkling.Optim;

/// <summary>
/// Adam (Kingma and Ba, ICLR 2015, algorithm 1), as <c>torch.optim.Adam</c>: running averages m of the gradient and v of its square, both
/// corrected for their initial value of 0; w -= rate m / (sqrt(v) + epsilon).
/// </summary>
public class Adam : Optimizer
{
    private readonly bool _decoupled;

    /// <summary>Creates an optimizer with PyTorch's defaults.</summary>
    /// <param name="parameters">The parameters to optimize, at least one.</param>
    /// <param name="learningRate">The learning rate, 0 or more.</param>
    /// <param name="beta1">The fraction of m that a step keeps, in [0, 1); it is the optimizer's momentum.</param>
    /// <param name="beta2">The fraction of v that a step keeps, in [0, 1).</param>
    /// <param name="epsilon">Keeps the denominator above 0: above 0.</param>
    /// <param name="weightDecay">The fraction of each weight that is added to its gradient, 0 or more.</param>
    /// <exception cref="ArgumentException">There is no parameter, or none requires gradients.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range.</exception>
    public Adam(
        IEnumerable<Tensor> parameters, float learningRate = 1e-3f, float beta1 = 0.9f, float beta2 = 0.999f, float epsilon = 1e-8f,
        float weightDecay = 0)
        : this([new ParameterGroup(parameters)], learningRate, beta1, beta2, epsilon, weightDecay)
    {
    }

    /// <summary>Creates an optimizer of parameter groups; what they do not set is taken from the other arguments.</summary>
    /// <inheritdoc cref="Adam(IEnumerable{Tensor}, float, float, float, float, float)"/>
    public Adam(
        IEnumerable<ParameterGroup> groups, float learningRate = 1e-3f, float beta1 = 0.9f, float beta2 = 0.999f, float epsilon = 1e-8f,
        float weightDecay = 0)
        : this(groups, learningRate, beta1, beta2, epsilon, weightDecay, decoupled: false)
    {
    }

    private protected Adam(
        IEnumerable<ParameterGroup> groups, float learningRate, float beta1, float beta2, float epsilon, float weightDecay, bool decoupled)
        : base(groups, learningRate, weightDecay, beta1)
    {
        Beta2 = beta2 is >= 0 and < 1
            ? beta2
            : throw new ArgumentOutOfRangeException(nameof(beta2), $"a beta2 of {beta2} is not in [0, 1)");
        Epsilon = CheckEpsilon(epsilon);
        _decoupled = decoupled;
    }

    /// <summary>Gets the fraction of the running average of squares that a step keeps.</summary>
    public float Beta2 { get; }

    /// <summary>Gets what is added to the denominator.</summary>
    public float Epsilon { get; }

    /// <inheritdoc/>
    protected override int StateCount => 2;

    private protected override bool LeavesIdleWeights => true;

    /// <inheritdoc/>
    protected override void Update(ParameterUpdate update) => OptimizerKernel.Run(
        new AdamRule(update, update.Momentum, Beta2, Epsilon, _decoupled),
        update.Weights, update.Gradient, update.State(0), update.State(1));
}
