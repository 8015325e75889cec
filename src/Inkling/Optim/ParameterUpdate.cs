namespace Inkling.Optim;

/// <summary>What <see cref="Optimizer.Update"/> needs to update one parameter in place.</summary>
public readonly ref struct ParameterUpdate
{
    private readonly ReadOnlySpan<Tensor> _state;
    private readonly ParameterGroup _group;
    private readonly int _start;

    internal ParameterUpdate(
        Tensor parameter, ParameterGroup group, int stepCount, ReadOnlySpan<float> gradient, ReadOnlySpan<Tensor> state, int start, int end)
    {
        _state = state;
        (Shape, StepCount, _group, _start) = (parameter.Shape, stepCount, group, start);
        Weights = parameter.Span[start..end];
        Gradient = gradient;
    }

    /// <summary>Gets the shape of the parameter, as it lies in memory: that of a Linear's weight is [in, out].</summary>
    public Shape Shape { get; }

    /// <summary>
    /// Gets the number of steps in which the parameter had a gradient, including this one; fewer than <see cref="Optimizer.StepCount"/>
    /// where it was frozen.
    /// </summary>
    public int StepCount { get; }

    /// <summary>Gets the weights, to be changed in place, the last dimension running fastest.</summary>
    public Span<float> Weights { get; }

    /// <summary>Gets the gradient, one number for each weight.</summary>
    public ReadOnlySpan<float> Gradient { get; }

    /// <summary>Gets the learning rate.</summary>
    public float LearningRate => _group.LearningRate;

    /// <summary>Gets the weight decay.</summary>
    public float WeightDecay => _group.WeightDecay;

    /// <summary>Gets the momentum.</summary>
    public float Momentum => _group.Momentum;

    /// <summary>
    /// Gets one of the <see cref="Optimizer.StateCount"/> buffers that the optimizer keeps for this parameter, one number for each weight
    /// and 0 at first; empty where there is none of that index.
    /// </summary>
    public Span<float> State(int index) => index < _state.Length ? _state[index].Span.Slice(_start, Weights.Length) : default;
}
