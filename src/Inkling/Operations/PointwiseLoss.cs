using Inkling.Autograd;

namespace Inkling.Operations;

/// <summary>A loss of one prediction x and its target t.</summary>
internal interface IPointwiseLoss
{
    /// <summary>Computes the loss.</summary>
    float Loss(float x, float t);

    /// <summary>Computes the derivative of the loss with respect to x.</summary>
    float InputGradient(float x, float t);

    /// <summary>Computes the derivative of the loss with respect to t.</summary>
    float TargetGradient(float x, float t);
}

/// <summary>y = loss(x, t), element by element: dx = dy dloss/dx, dt = dy dloss/dt.</summary>
internal sealed class PointwiseLossOperation<TLoss> : Operation<PointwiseLossOperation<TLoss>> where TLoss : struct, IPointwiseLoss
{
    private TLoss _loss;

    /// <summary>[...] and [...] to [...].</summary>
    /// <exception cref="ArgumentException">The shapes differ.</exception>
    public static Tensor Apply(Tensor x, Tensor t, TLoss loss, string name)
    {
        if (x.Shape != t.Shape)
            throw new ArgumentException($"{name}: predictions are {x.Shape} and targets {t.Shape}, expected equal shapes");
        var result = Tensor.Empty(x.Shape);
        var inputs = x.Span;
        var targets = t.Span;
        var losses = result.Span;
        for (var i = 0; i < losses.Length; i++)
            losses[i] = loss.Loss(inputs[i], targets[i]);
        if (Record(result, x, t) is { } operation)
            operation._loss = loss;
        return result;
    }

    public override void Backward(Node gradient)
    {
        for (var input = 0; input < 2; input++)
        {
            if (!Needs(input))
                continue;
            var result = Node.Create(Output.Shape);
            var dy = gradient.Values;
            var x = Input(0).Values;
            var t = Input(1).Values;
            var values = result.Values;
            for (var i = 0; i < values.Length; i++)
                values[i] = dy[i] * (input == 0 ? _loss.InputGradient(x[i], t[i]) : _loss.TargetGradient(x[i], t[i]));
            AccumulateOwned(input, result);
        }
    }
}
