using System.Runtime.CompilerServices;
using Inkling.Kernels;

namespace Inkling.Optim;

/// <summary>
/// RMSprop (Hinton, Neural Networks for Machine Learning, 2012, lecture 6e), as <c>torch.optim.RMSprop</c> without centring: a running
/// average v of the squared gradient; b = momentum b + g / (sqrt(v) + epsilon); w -= rate b.
/// </summary>
public sealed class RMSprop : Optimizer
{
    /// <summary>Creates an optimizer with PyTorch's defaults.</summary>
    /// <param name="parameters">The parameters to optimize, at least one.</param>
    /// <param name="learningRate">The learning rate, 0 or more.</param>
    /// <param name="alpha">The fraction of v that a step keeps, in [0, 1).</param>
    /// <param name="epsilon">Keeps the denominator above 0: above 0.</param>
    /// <param name="weightDecay">The fraction of each weight that is added to its gradient, 0 or more.</param>
    /// <param name="momentum">The fraction of b that a step keeps, in [0, 1).</param>
    /// <exception cref="ArgumentException">There is no parameter, or none requires gradients.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range.</exception>
    public RMSprop(
        IEnumerable<Tensor> parameters, float learningRate = 1e-2f, float alpha = 0.99f, float epsilon = 1e-8f, float weightDecay = 0,
        float momentum = 0)
        : this([new ParameterGroup(parameters)], learningRate, alpha, epsilon, weightDecay, momentum)
    {
    }

    /// <summary>Creates an optimizer of parameter groups; what they do not set is taken from the other arguments.</summary>
    /// <inheritdoc cref="RMSprop(IEnumerable{Tensor}, float, float, float, float, float)"/>
    public RMSprop(
        IEnumerable<ParameterGroup> groups, float learningRate = 1e-2f, float alpha = 0.99f, float epsilon = 1e-8f,
        float weightDecay = 0, float momentum = 0)
        : base(groups, learningRate, weightDecay, momentum)
    {
        Alpha = alpha is >= 0 and < 1
            ? alpha
            : throw new ArgumentOutOfRangeException(nameof(alpha), $"an alpha of {alpha} is not in [0, 1)");
        Epsilon = CheckEpsilon(epsilon);
    }

    /// <summary>Gets the fraction of the running average of squares that a step keeps.</summary>
    public float Alpha { get; }

    /// <summary>Gets what is added to the denominator.</summary>
    public float Epsilon { get; }

    /// <inheritdoc/>
    protected override int StateCount => 2;

    private protected override bool LeavesIdleWeights => true;

    /// <inheritdoc/>
    protected override void Update(ParameterUpdate update) => OptimizerKernel.Run(
        new Rule(update.LearningRate, Alpha, Epsilon, update.WeightDecay, update.Momentum),
        update.Weights, update.Gradient, update.State(0), update.State(1));

    private readonly unsafe struct Rule(float rate, float alpha, float epsilon, float decay, float momentum) : IUpdate
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Apply<TLanes, TVector>(float* weights, float* gradient, float* first, float* second)
            where TLanes : struct, ILanes<TVector>
            where TVector : struct
        {
            var w = TLanes.Load(weights);
            var g = TLanes.MultiplyAdd(TLanes.Broadcast(decay), w, TLanes.Load(gradient));
            var v = TLanes.MultiplyAdd(
                TLanes.Multiply(TLanes.Broadcast(1 - alpha), g), g, TLanes.Multiply(TLanes.Broadcast(alpha), TLanes.Load(first)));
            TLanes.Store(v, first);
            var root = TLanes.Add(TLanes.SquareRoot(v), TLanes.Broadcast(epsilon));
            var b = TLanes.MultiplyAdd(TLanes.Broadcast(momentum), TLanes.Load(second), TLanes.Divide(g, root));
            TLanes.Store(b, second);
            TLanes.Store(TLanes.MultiplyAdd(TLanes.Broadcast(-rate), b, w), weights);
        }
    }
}
