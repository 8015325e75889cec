using System.Runtime.CompilerServices;
using Inkling.Kernels;

namespace Inkling.Optim;

/// <summary>
/// Stochastic gradient descent, as <c>torch.optim.SGD</c>: g += decay w; v = momentum v + g (the first v is g); w -= rate v, or
/// rate (g + momentum v) with Nesterov momentum (Sutskever et al., ICML 2013, section 2).
/// </summary>
public sealed class SGD : Optimizer
{
    private bool _keepsVelocity;

    /// <summary>Creates an optimizer, by default without momentum.</summary>
    /// <param name="parameters">The parameters to optimize, at least one.</param>
    /// <param name="learningRate">The learning rate, 0 or more.</param>
    /// <param name="momentum">The fraction of the velocity that a step keeps, in [0, 1).</param>
    /// <param name="nesterov">Whether to use Nesterov momentum; needs a momentum above 0.</param>
    /// <param name="weightDecay">The fraction of each weight that is added to its gradient, 0 or more.</param>
    /// <exception cref="ArgumentException">There is no parameter, none requires gradients, or Nesterov momentum is 0.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range.</exception>
    public SGD(IEnumerable<Tensor> parameters, float learningRate, float momentum = 0, bool nesterov = false, float weightDecay = 0)
        : this([new ParameterGroup(parameters)], learningRate, momentum, nesterov, weightDecay)
    {
    }

    /// <summary>Creates an optimizer of parameter groups; what they do not set is taken from the other arguments.</summary>
    /// <inheritdoc cref="SGD(IEnumerable{Tensor}, float, float, bool, float)"/>
    public SGD(IEnumerable<ParameterGroup> groups, float learningRate, float momentum = 0, bool nesterov = false, float weightDecay = 0)
        : base(groups, learningRate, weightDecay, momentum)
    {
        Nesterov = nesterov;
        if (nesterov && momentum == 0)
            throw new ArgumentException("Nesterov momentum needs a momentum above 0", nameof(nesterov));
        NoteMomentum();
    }

    /// <summary>Gets whether the step uses Nesterov momentum.</summary>
    public bool Nesterov { get; }

    /// <inheritdoc/>
    protected override int StateCount => _keepsVelocity ? 1 : 0;

    private protected override bool LeavesIdleWeights => true;

    private protected override void ExpectState() => _keepsVelocity = true;

    /// <inheritdoc/>
    protected override void BeginStep() => NoteMomentum();

    /// <inheritdoc/>
    protected override void Update(ParameterUpdate update)
    {
        var (rate, decay) = (update.LearningRate, update.WeightDecay);
        if (!_keepsVelocity)
            OptimizerKernel.Run(new Plain(rate, decay), update.Weights, update.Gradient, default, default);
        else
            OptimizerKernel.Run(
                new WithVelocity(rate, decay, update.Momentum, Nesterov), update.Weights, update.Gradient, update.State(0), default);
    }

    /// <summary>A schedule may bring momentum to an optimizer that began without.</summary>
    private void NoteMomentum()
    {
        for (var i = 0; i < ParameterGroups.Count; i++)
            _keepsVelocity |= ParameterGroups[i].Momentum > 0;
    }

    private readonly unsafe struct Plain(float rate, float decay) : IUpdate
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Apply<TLanes, TVector>(float* weights, float* gradient, float* first, float* second)
            where TLanes : struct, ILanes<TVector>
            where TVector : struct
        {
            var w = TLanes.Load(weights);
            var g = TLanes.Load(gradient);
            if (decay != 0)
                g = TLanes.MultiplyAdd(TLanes.Broadcast(decay), w, g);
            TLanes.Store(TLanes.MultiplyAdd(TLanes.Broadcast(-rate), g, w), weights);
        }
    }

    private readonly unsafe struct WithVelocity(float rate, float decay, float momentum, bool nesterov) : IUpdate
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Apply<TLanes, TVector>(float* weights, float* gradient, float* first, float* second)
            where TLanes : struct, ILanes<TVector>
            where TVector : struct
        {
            var w = TLanes.Load(weights);
            var g = TLanes.MultiplyAdd(TLanes.Broadcast(decay), w, TLanes.Load(gradient));
            var v = TLanes.MultiplyAdd(TLanes.Broadcast(momentum), TLanes.Load(first), g);
            TLanes.Store(v, first);
            if (nesterov)
                v = TLanes.MultiplyAdd(TLanes.Broadcast(momentum), v, g);
            TLanes.Store(TLanes.MultiplyAdd(TLanes.Broadcast(-rate), v, w), weights);
        }
    }
}
