using System.Numerics.Tensors;

namespace Inkling.Training.Callbacks;

/// <summary>
/// Keeps an exponential moving average of the weights (Polyak and Juditsky, 1992; with the decay of Szegedy et al., CVPR 2016, section 8),
/// validates with it, and leaves it in the model at the end of the training.
/// </summary>
/// <remarks>
/// The training itself uses the weights. In the first steps the decay is (1 + steps) / (10 + steps), so that the initial weights are soon
/// forgotten. Buffers such as running means are not averaged.
/// </remarks>
/// <param name="decay">The fraction of the average that a step keeps, in (0, 1).</param>
public sealed class ExponentialMovingAverage(float decay = 0.999f) : Callback
{
    private readonly float _decay = decay is > 0 and < 1
        ? decay
        : throw new ArgumentOutOfRangeException(nameof(decay), $"ExponentialMovingAverage: a decay of {decay} is not in (0, 1)");

    private Tensor[] _weights = [];
    private float[][] _means = [];
    private bool _isSwapped;

    /// <summary>Gets a position after the callbacks that use the validated model and before those that save the training.</summary>
    public override int Order => 50;

    /// <inheritdoc/>
    public override void BeforeFit(Learner learner)
    {
        _weights = [.. learner.Model.Parameters()];
        if (learner.Step == 0)
            _means = [.. _weights.Select(weight => weight.ToArray())];
        else if (!_means.Select(mean => mean.Length).SequenceEqual(_weights.Select(weight => weight.Length)))
            throw new InvalidDataException("the averages of the training's state are not those of this model");
    }

    /// <inheritdoc/>
    public override void AfterStep(Learner learner)
    {
        var keep = Math.Min(_decay, (1f + learner.Step) / (10f + learner.Step));
        for (var i = 0; i < _weights.Length; i++)
            TensorPrimitives.Lerp(_weights[i].Span, _means[i], keep, _means[i]);
    }

    /// <inheritdoc/>
    public override void AfterInterruption(Learner learner) => Swap(false);

    /// <inheritdoc/>
    public override void BeforeValidate(Learner learner) => Swap(true);

    /// <inheritdoc/>
    public override void AfterValidate(Learner learner) => Swap(false);

    /// <inheritdoc/>
    public override void AfterFit(Learner learner)
    {
        for (var i = 0; i < _weights.Length && !_isSwapped; i++)
            _means[i].CopyTo(_weights[i].Span);
    }

    /// <inheritdoc/>
    public override void Save(TrainingState state)
    {
        state.Set("count", _means.Length);
        for (var i = 0; i < _means.Length; i++)
            state.Set($"mean.{i}", _means[i]);
    }

    /// <inheritdoc/>
    public override void Load(TrainingState state)
    {
        _means = new float[state.Whole("count")][];
        for (var i = 0; i < _means.Length; i++)
            _means[i] = state.Vector($"mean.{i}").ToArray();
    }

    private void Swap(bool toMeans)
    {
        if (_isSwapped == toMeans)
            return;
        for (var i = 0; i < _weights.Length; i++)
        {
            var weights = _weights[i].Span;
            for (var j = 0; j < weights.Length; j++)
                (weights[j], _means[i][j]) = (_means[i][j], weights[j]);
        }

        _isSwapped = toMeans;
    }
}
