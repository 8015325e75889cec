using System.Runtime.CompilerServices;
using Inkling.Kernels;

namespace Inkling.Optim;

/// <summary>One step of Adam for a vector of weights, with m and v as its state; see <see cref="Adam"/>.</summary>
internal readonly unsafe struct AdamRule : IUpdate
{
    private readonly float _rate, _scale, _beta1, _beta2, _epsilon, _decay, _shrink;

    /// <summary>Creates the rule of a step.</summary>
    /// <param name="update">Names the learning rate, the weight decay and the step.</param>
    /// <param name="beta1">The fraction of m that a step keeps.</param>
    /// <param name="beta2">The fraction of v that a step keeps.</param>
    /// <param name="epsilon">What is added to the denominator.</param>
    /// <param name="decoupled">Whether the weight decay is subtracted from the weights (AdamW) instead of added to the gradient.</param>
    public AdamRule(ParameterUpdate update, float beta1, float beta2, float epsilon, bool decoupled)
    {
        var (rate, decay) = (update.LearningRate, update.WeightDecay);
        _rate = rate / (float)(1 - Math.Pow(beta1, update.StepCount));
        _scale = 1 / (float)Math.Sqrt(1 - Math.Pow(beta2, update.StepCount));
        (_beta1, _beta2, _epsilon) = (beta1, beta2, epsilon);
        (_decay, _shrink) = decoupled ? (0f, 1 - (rate * decay)) : (decay, 1f);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Apply<TLanes, TVector>(float* weights, float* gradient, float* first, float* second)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        var w = TLanes.Multiply(TLanes.Load(weights), TLanes.Broadcast(_shrink));
        var g = TLanes.MultiplyAdd(TLanes.Broadcast(_decay), w, TLanes.Load(gradient));
        var m = TLanes.MultiplyAdd(TLanes.Broadcast(1 - _beta1), g, TLanes.Multiply(TLanes.Broadcast(_beta1), TLanes.Load(first)));
        var v = TLanes.MultiplyAdd(
            TLanes.Multiply(TLanes.Broadcast(1 - _beta2), g), g, TLanes.Multiply(TLanes.Broadcast(_beta2), TLanes.Load(second)));
        TLanes.Store(m, first);
        TLanes.Store(v, second);
        var root = TLanes.MultiplyAdd(TLanes.SquareRoot(v), TLanes.Broadcast(_scale), TLanes.Broadcast(_epsilon));
        TLanes.Store(TLanes.MultiplyAdd(TLanes.Broadcast(-_rate), TLanes.Divide(m, root), w), weights);
    }
}
