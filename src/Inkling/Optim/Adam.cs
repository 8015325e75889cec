using System.Runtime.CompilerServices;
using Inkling.Kernels;

namespace Inkling.Optim;

/// <summary>
/// Adam (Kingma and Ba, ICLR 2015, algorithm 1) as <c>torch.optim.Adam</c> does it: running averages m of the gradient and v of its square,
/// both
/// corrected for their start at zero; w -= rate m / (sqrt(v) + epsilon).
/// </summary>
public class Adam : Optimizer
{
    private readonly bool _decoupled;
    private float _firstCorrection;
    private float _secondCorrection;

    /// <summary>PyTorch's settings unless others are asked for.</summary>
    /// <param name="parameters">What to change.</param>
    /// <param name="learningRate">How far a step goes: 0 or more.</param>
    /// <param name="beta1">The share of m that is kept: 0 up to, not including, 1.</param>
    /// <param name="beta2">The share of v that is kept: 0 up to, not including, 1.</param>
    /// <param name="epsilon">Keeps the division finite: above 0.</param>
    /// <param name="weightDecay">How much of each weight is added to its gradient: 0 or more.</param>
    /// <exception cref="ArgumentException">There is no parameter, or one does not require gradients.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range.</exception>
    public Adam(
        IEnumerable<Tensor> parameters, float learningRate = 1e-3f, float beta1 = 0.9f, float beta2 = 0.999f, float epsilon = 1e-8f,
        float weightDecay = 0)
        : this(parameters, learningRate, beta1, beta2, epsilon, weightDecay, decoupled: false)
    {
    }

    private protected Adam(
        IEnumerable<Tensor> parameters, float learningRate, float beta1, float beta2, float epsilon, float weightDecay, bool decoupled)
        : base(parameters, learningRate, weightDecay)
    {
        Momentum = beta1;
        Beta2 = beta2 is >= 0 and < 1
            ? beta2
            : throw new ArgumentOutOfRangeException(nameof(beta2), $"a beta2 of {beta2} is not in [0, 1)");
        Epsilon = epsilon > 0 ? epsilon : throw new ArgumentOutOfRangeException(nameof(epsilon), $"an epsilon of {epsilon} is not above 0");
        _decoupled = decoupled;
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentOutOfRangeException">Not in [0, 1).</exception>
    public override float Momentum
    {
        get;
        set => field = value is >= 0 and < 1
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), $"a beta1 of {value} is not in [0, 1)");
    }

    /// <summary>The share of the average of squares that is kept.</summary>
    public float Beta2 { get; }

    /// <summary>What keeps the division finite.</summary>
    public float Epsilon { get; }

    /// <inheritdoc/>
    protected override bool LeavesIdleWeights => WeightDecay == 0;

    /// <inheritdoc/>
    protected override int MemoryPerParameter => 2;

    /// <inheritdoc/>
    protected override void BeginStep()
    {
        _firstCorrection = (float)(1 - Math.Pow(Momentum, StepCount));
        _secondCorrection = (float)Math.Sqrt(1 - Math.Pow(Beta2, StepCount));
    }

    /// <inheritdoc/>
    protected override void Update(Span<float> weights, ReadOnlySpan<float> gradient, Span<float> first, Span<float> second) =>
        OptimizerKernel.Run(
            new Rule(
                LearningRate / _firstCorrection, 1 / _secondCorrection, Momentum, Beta2, Epsilon,
                _decoupled ? 0 : WeightDecay, _decoupled ? 1 - (LearningRate * WeightDecay) : 1),
            weights, gradient, first, second);

    private readonly unsafe struct Rule(float rate, float scale, float beta1, float beta2, float epsilon, float decay, float shrink)
        : IUpdate
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Apply<TLanes, TVector>(float* weights, float* gradient, float* first, float* second)
            where TLanes : struct, ILanes<TVector>
            where TVector : struct
        {
            var w = TLanes.Multiply(TLanes.Load(weights), TLanes.Broadcast(shrink));
            var g = TLanes.MultiplyAdd(TLanes.Broadcast(decay), w, TLanes.Load(gradient));
            var m = TLanes.MultiplyAdd(TLanes.Broadcast(1 - beta1), g, TLanes.Multiply(TLanes.Broadcast(beta1), TLanes.Load(first)));
            var v = TLanes.MultiplyAdd(
                TLanes.Multiply(TLanes.Broadcast(1 - beta2), g), g, TLanes.Multiply(TLanes.Broadcast(beta2), TLanes.Load(second)));
            TLanes.Store(m, first);
            TLanes.Store(v, second);
            var root = TLanes.MultiplyAdd(TLanes.SquareRoot(v), TLanes.Broadcast(scale), TLanes.Broadcast(epsilon));
            TLanes.Store(TLanes.MultiplyAdd(TLanes.Broadcast(-rate), TLanes.Divide(m, root), w), weights);
        }
    }
}

/// <summary>
/// Adam with the weight decay taken off the weights directly: w -= rate decay w (Loshchilov and Hutter, ICLR 2019, algorithm 2).
/// </summary>
public sealed class AdamW : Adam
{
    internal const float DefaultWeightDecay = 1e-2f;

    /// <summary>PyTorch's settings unless others are asked for.</summary>
    /// <param name="parameters">What to change.</param>
    /// <param name="learningRate">How far a step goes: 0 or more.</param>
    /// <param name="beta1">The share of m that is kept: 0 up to, not including, 1.</param>
    /// <param name="beta2">The share of v that is kept: 0 up to, not including, 1.</param>
    /// <param name="epsilon">Keeps the division finite: above 0.</param>
    /// <param name="weightDecay">The share of each weight that a step of rate 1 takes off: 0 or more.</param>
    /// <exception cref="ArgumentException">There is no parameter, or one does not require gradients.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range.</exception>
    public AdamW(
        IEnumerable<Tensor> parameters, float learningRate = 1e-3f, float beta1 = 0.9f, float beta2 = 0.999f, float epsilon = 1e-8f,
        float weightDecay = DefaultWeightDecay)
        : base(parameters, learningRate, beta1, beta2, epsilon, weightDecay, decoupled: true)
    {
    }
}
