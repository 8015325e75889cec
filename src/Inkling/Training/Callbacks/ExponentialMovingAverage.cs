using System.Numerics.Tensors;

namespace Inkling.Training.Callbacks;

/// <summary>
/// Keeps a running mean of the weights beside them (Polyak and Juditsky, 1992; with the decay of Szegedy et al., CVPR 2016, section 8),
/// measures with it, and leaves it in the model when the training ends.
/// </summary>
/// <remarks>
/// Training goes on with the weights themselves. Early on the decay is smaller, (1 + steps) / (10 + steps), so that the start is soon
/// forgotten. Tensors that are not learned, such as running means, are not averaged.
/// </remarks>
/// <param name="decay">The share of the mean that a step keeps: in (0, 1).</param>
public sealed class ExponentialMovingAverage(float decay = 0.999f) : Callback
{
    private readonly float _decay = decay is > 0 and < 1
        ? decay
        : throw new ArgumentOutOfRangeException(nameof(decay), $"ExponentialMovingAverage: a decay of {decay} is not in (0, 1)");

    private Tensor[] _weights = [];
    private float[][] _means = [];
    private bool _isSwapped;

    /// <summary>After those that look at the measured model, before those that save the training.</summary>
    public override int Order => 50;

    /// <inheritdoc/>
    public override void BeforeFit(Learner learner)
    {
        _weights = [.. learner.Model.Parameters()];
        if (learner.Step == 0)
            _means = [.. _weights.Select(weight => weight.ToArray())];
        else if (!_means.Select(mean => mean.Length).SequenceEqual(_weights.Select(weight => weight.Length)))
            throw new InvalidDataException("the means of the training's state are not those of this model");
    }

    /// <inheritdoc/>
    public override void AfterStep(Learner learner)
    {
        var keep = Math.Min(_decay, (1f + learner.Step) / (10f + learner.Step));
        for (var i = 0; i < _weights.Length; i++)
            TensorPrimitives.Lerp(_weights[i].Span, _means[i], keep, _means[i]);
    }

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
