using System.Runtime.CompilerServices;
using Inkling.Kernels;

namespace Inkling.Optim;

/// <summary>
/// Stochastic gradient descent, as <c>torch.optim.SGD</c> does it: g += decay w; v = momentum v + g (the first v is g); w -= rate v, or
/// rate (g + momentum v) with
/// Nesterov's variant (Sutskever et al., ICML 2013, section 2).
/// </summary>
public sealed class SGD : Optimizer
{
    private bool _keepsVelocity;

    /// <summary>Plain descent unless more is asked for.</summary>
    /// <param name="parameters">What to change.</param>
    /// <param name="learningRate">How far a step goes: 0 or more.</param>
    /// <param name="momentum">The share of the velocity that is kept: 0 up to, not including, 1.</param>
    /// <param name="nesterov">Look ahead along the velocity; needs momentum.</param>
    /// <param name="weightDecay">How much of each weight is added to its gradient: 0 or more.</param>
    /// <exception cref="ArgumentException">There is no parameter, or one does not require gradients, or Nesterov's variant has no
    /// momentum.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range.</exception>
    public SGD(IEnumerable<Tensor> parameters, float learningRate, float momentum = 0, bool nesterov = false, float weightDecay = 0)
        : base(parameters, learningRate, weightDecay)
    {
        Momentum = momentum;
        Nesterov = nesterov;
        if (nesterov && !_keepsVelocity)
            throw new ArgumentException("Nesterov's variant needs a momentum above 0", nameof(nesterov));
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentOutOfRangeException">Not in [0, 1).</exception>
    public override float Momentum
    {
        get;
        set
        {
            if (!(value is >= 0 and < 1))
                throw new ArgumentOutOfRangeException(nameof(value), $"a momentum of {value} is not in [0, 1)");
            field = value;

            // A schedule may bring momentum to a descent that began without.
            _keepsVelocity |= value > 0;
        }
    }

    /// <summary>Whether the step looks ahead along the velocity.</summary>
    public bool Nesterov { get; }

    /// <inheritdoc/>
    protected override bool LeavesIdleWeights => WeightDecay == 0;

    /// <inheritdoc/>
    protected override int MemoryPerParameter => _keepsVelocity ? 1 : 0;

    /// <inheritdoc/>
    protected override void ExpectMemory() => _keepsVelocity = true;

    /// <inheritdoc/>
    protected override void Update(Span<float> weights, ReadOnlySpan<float> gradient, Span<float> first, Span<float> second)
    {
        if (!_keepsVelocity)
            OptimizerKernel.Run(new Plain(LearningRate, WeightDecay), weights, gradient, first, second);
        else
            OptimizerKernel.Run(new WithVelocity(LearningRate, WeightDecay, Momentum, Nesterov), weights, gradient, first, second);
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
