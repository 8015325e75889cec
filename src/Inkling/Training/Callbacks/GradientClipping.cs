using System.Numerics.Tensors;

namespace Inkling.Training.Callbacks;

/// <summary>
/// Scales all gradients down together when their norm is above a limit (Pascanu et al., ICML 2013, algorithm 1), as
/// <c>torch.nn.utils.clip_grad_norm_</c> does.
/// </summary>
/// <param name="maximumNorm">The limit for the root of the sum of all squares, above 0.</param>
public sealed class GradientClipping(float maximumNorm) : Callback
{
    /// <summary>Keeps the division finite; PyTorch's.</summary>
    private const double Small = 1e-6;

    private readonly float _maximum = maximumNorm > 0
        ? maximumNorm
        : throw new ArgumentOutOfRangeException(nameof(maximumNorm), $"GradientClipping: a norm of {maximumNorm} is not above 0");

    private Tensor[] _parameters = [];

    /// <summary>The norm of the gradients of the last step, before they were scaled.</summary>
    public double Norm { get; private set; }

    /// <inheritdoc/>
    public override void BeforeFit(Learner learner) => _parameters = [.. learner.Model.Parameters()];

    /// <inheritdoc/>
    public override void AfterBackward(Learner learner)
    {
        var sum = 0.0;
        foreach (var parameter in _parameters)
        {
            if (parameter.HasGrad)
                sum += TensorPrimitives.SumOfSquares<float>(parameter.Grad.Span);
        }

        Norm = Math.Sqrt(sum);
        var scale = (float)(_maximum / (Norm + Small));
        if (!(scale < 1))
            return;
        foreach (var parameter in _parameters)
        {
            if (parameter.HasGrad)
                TensorPrimitives.Multiply(parameter.Grad.Span, scale, parameter.Grad.Span);
        }
    }
}
