namespace Inkling.Optim;

/// <summary>
/// Adam with decoupled weight decay, w -= rate decay w (Loshchilov and Hutter, ICLR 2019, algorithm 2), as <c>torch.optim.AdamW</c>.
/// </summary>
public sealed class AdamW : Adam
{
    internal const float DefaultWeightDecay = 1e-2f;

    /// <summary>Creates an optimizer with PyTorch's defaults.</summary>
    /// <param name="parameters">The parameters to optimize, at least one.</param>
    /// <param name="learningRate">The learning rate, 0 or more.</param>
    /// <param name="beta1">The fraction of m that a step keeps, in [0, 1); it is the optimizer's momentum.</param>
    /// <param name="beta2">The fraction of v that a step keeps, in [0, 1).</param>
    /// <param name="epsilon">Keeps the denominator above 0: above 0.</param>
    /// <param name="weightDecay">The fraction of each weight that a step with a learning rate of 1 subtracts, 0 or more.</param>
    /// <exception cref="ArgumentException">There is no parameter, or none requires gradients.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range.</exception>
    public AdamW(
        IEnumerable<Tensor> parameters, float learningRate = 1e-3f, float beta1 = 0.9f, float beta2 = 0.999f, float epsilon = 1e-8f,
        float weightDecay = DefaultWeightDecay)
        : this([new ParameterGroup(parameters)], learningRate, beta1, beta2, epsilon, weightDecay)
    {
    }

    /// <summary>Creates an optimizer of parameter groups; what they do not set is taken from the other arguments.</summary>
    /// <inheritdoc cref="AdamW(IEnumerable{Tensor}, float, float, float, float, float)"/>
    public AdamW(
        IEnumerable<ParameterGroup> groups, float learningRate = 1e-3f, float beta1 = 0.9f, float beta2 = 0.999f, float epsilon = 1e-8f,
        float weightDecay = DefaultWeightDecay)
        : base(groups, learningRate, beta1, beta2, epsilon, weightDecay, decoupled: true)
    {
    }
}
