using System.Numerics.Tensors;

namespace Inkling.Optim;

/// <summary>
/// Lookahead (Zhang et al., NeurIPS 2019, algorithm 1): wraps an optimizer that updates the fast weights; after every k of its steps the
/// slow weights move towards them, slow += alpha (fast - slow), and the fast weights continue from there:
/// <c>new Lookahead(new Adam(model.Parameters()))</c>.
/// </summary>
public sealed class Lookahead : Optimizer
{
    private readonly Optimizer _inner;
    private readonly Tensor[] _parameters;
    private float[][]? _slow;

    /// <summary>Creates an optimizer with the paper's defaults.</summary>
    /// <param name="inner">The optimizer to wrap; it keeps its learning rate, momentum and parameter groups.</param>
    /// <param name="k">The number of its steps between two of the slow weights, at least 1.</param>
    /// <param name="alpha">How far the slow weights move towards the fast ones: above 0, at most 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range.</exception>
    public Lookahead(Optimizer inner, int k = 5, float alpha = 0.5f)
        : base(inner)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(k, 1);
        Alpha = alpha is > 0 and <= 1
            ? alpha
            : throw new ArgumentOutOfRangeException(nameof(alpha), $"an alpha of {alpha} is not in (0, 1]");
        (_inner, K) = (inner, k);
        _parameters = [.. ParameterGroups.SelectMany(group => group.Parameters)];
    }

    /// <summary>Gets the number of steps of the wrapped optimizer between two of the slow weights.</summary>
    public int K { get; }

    /// <summary>Gets how far the slow weights move towards the fast ones.</summary>
    public float Alpha { get; }

    /// <summary>Gets or sets the learning rate of the wrapped optimizer.</summary>
    public override float LearningRate
    {
        get => _inner.LearningRate;
        set => _inner.LearningRate = value;
    }

    /// <summary>Gets or sets the momentum of the wrapped optimizer.</summary>
    public override float Momentum
    {
        get => _inner.Momentum;
        set => _inner.Momentum = value;
    }

    /// <summary>Gets the number of steps of the wrapped optimizer so far.</summary>
    public override int StepCount => _inner.StepCount;

    /// <inheritdoc/>
    public override void Step()
    {
        var slow = _slow ??= CurrentWeights();
        _inner.Step();
        if (StepCount % K != 0)
            return;
        for (var i = 0; i < _parameters.Length; i++)
        {
            var fast = _parameters[i].Span;
            TensorPrimitives.Subtract(fast, slow[i], fast);
            TensorPrimitives.MultiplyAdd(fast, Alpha, slow[i], slow[i]);
            slow[i].CopyTo(fast);
            _parameters[i].Node.NoteChange();
        }
    }

    /// <summary>Gets the state of the wrapped optimizer and, for parameter i, the slow weights "slow.i".</summary>
    public override IReadOnlyDictionary<string, Tensor> StateDictionary()
    {
        var state = _inner.StateDictionary().ToDictionary();
        foreach (var (i, weights) in (_slow ?? CurrentWeights()).Index())
            state[$"slow.{i}"] = Tensor.From(weights, _parameters[i].Shape.ToArray());
        return state;
    }

    /// <inheritdoc/>
    public override void LoadStateDictionary(IReadOnlyDictionary<string, Tensor> state)
    {
        var slow = new float[_parameters.Length][];
        for (var i = 0; i < slow.Length; i++)
        {
            var shape = _parameters[i].Shape;
            slow[i] = state.TryGetValue($"slow.{i}", out var given) && given.Shape == shape
                ? given.ToArray()
                : throw new ArgumentException($"the optimizer's state has no \"slow.{i}\" of shape {shape}", nameof(state));
        }

        _inner.LoadStateDictionary(state);
        _slow = slow;
    }

    /// <summary>Gets the name with that of the wrapped optimizer: "Lookahead(Adam)".</summary>
    public override string ToString() => $"Lookahead({_inner})";

    /// <summary>Not called: the wrapped optimizer updates the parameters.</summary>
    protected override void Update(ParameterUpdate update) =>
        throw new NotSupportedException("Lookahead: the wrapped optimizer updates the parameters");

    private float[][] CurrentWeights() => [.. _parameters.Select(parameter => parameter.ToArray())];
}
