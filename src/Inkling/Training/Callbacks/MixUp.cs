using System.Numerics.Tensors;
using Inkling.Nn;

namespace Inkling.Training.Callbacks;

/// <summary>
/// Mixup: trains on convex combinations of two items, λ x + (1 - λ) x', with the same combination of the losses of both labels (Zhang et
/// al., ICLR 2018, equation 1). λ is drawn from a beta distribution for each batch and is at least 0.5, as in fastai.
/// </summary>
/// <param name="alpha">Both parameters of the beta distribution, above 0; small ones mix little.</param>
/// <param name="random">The random stream; <see cref="Randomness.Default"/> when null.</param>
public sealed class MixUp(float alpha = 0.4f, RandomStream? random = null) : Callback
{
    private readonly float _alpha = alpha > 0 && float.IsFinite(alpha)
        ? alpha
        : throw new ArgumentOutOfRangeException(nameof(alpha), $"MixUp: an alpha of {alpha} is not a number above 0");

    private Loss? _loss;
    private Mixture? _mixture;
    private int[] _order = [];

    /// <summary>Gets λ of the last batch.</summary>
    public float Lambda { get; private set; } = 1;

    private RandomStream Random => random ?? Randomness.Default;

    /// <inheritdoc/>
    public override void BeforeFit(Learner learner)
    {
        _loss = learner.Loss;
        learner.Loss = _mixture = new Mixture(_loss);
    }

    /// <inheritdoc/>
    public override void BeforeBatch(Learner learner)
    {
        var count = learner.Labels.Shape[0];
        if (_order.Length != count)
            _order = new int[count];
        for (var i = 0; i < count; i++)
            _order[i] = i;
        Random.Shuffle(_order);
        var (x, y) = (Gamma(_alpha), Gamma(_alpha));
        var share = x + y > 0 ? x / (x + y) : 0.5;
        Lambda = (float)Math.Max(share, 1 - share);

        var others = learner.Inputs.IndexSelect(0, _order);
        TensorPrimitives.Lerp<float>(others.Span, learner.Inputs.Span, Lambda, learner.Inputs.Span);
        others.Release();
        _mixture!.Begin(learner.Labels.IndexSelect(0, _order), Lambda);
    }

    /// <inheritdoc/>
    public override void AfterBatch(Learner learner) => _mixture!.End();

    /// <inheritdoc/>
    public override void AfterFit(Learner learner)
    {
        _mixture?.End();
        learner.Loss = _loss ?? learner.Loss;
    }

    /// <inheritdoc/>
    public override void Save(TrainingState state) => state.Set("random", Random.State);

    /// <inheritdoc/>
    public override void Load(TrainingState state)
    {
        if (random is not null)
            random.State = state.Random("random");
    }

    /// <summary>
    /// Draws from a gamma distribution of scale 1 (Marsaglia and Tsang, ACM TOMS 26(3), 2000; shapes below 1 by their section 6).
    /// </summary>
    private double Gamma(double shape)
    {
        if (shape < 1)
            return Gamma(shape + 1) * Math.Pow(1 - Random.NextDouble(), 1 / shape);
        var d = shape - (1.0 / 3);
        var c = 1 / Math.Sqrt(9 * d);
        while (true)
        {
            var x = Random.NextNormal();
            var v = Math.Pow(1 + (c * x), 3);
            if (v > 0 && Math.Log(1 - Random.NextDouble()) < (x * x / 2) + d - (d * v) + (d * Math.Log(v)))
                return d * v;
        }
    }

    /// <summary>The combined loss of both labels while a batch is mixed, else the plain loss.</summary>
    private sealed class Mixture(Loss loss) : Loss
    {
        private Tensor? _others;
        private float _share;

        public void Begin(Tensor others, float share) => (_others, _share) = (others, share);

        public void End()
        {
            _others?.Release();
            _others = null;
        }

        public override Tensor Forward(Tensor predictions, Tensor targets)
        {
            var own = loss.Forward(predictions, targets);
            return _others is { } others ? (own * _share) + (loss.Forward(predictions, others) * (1 - _share)) : own;
        }
    }
}
