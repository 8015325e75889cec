using System.Numerics.Tensors;

namespace Inkling.Training.Callbacks;

/// <summary>
/// Scales all gradients down by a common factor when their total norm is above a limit (Pascanu et al., ICML 2013, algorithm 1), as
/// <c>torch.nn.utils.clip_grad_norm_</c> does.
/// </summary>
/// <param name="maximumNorm">The limit of the Euclidean norm of all gradients together, above 0.</param>
public sealed class GradientClipping(float maximumNorm) : Callback
{
    /// <summary>Added to the norm, as in PyTorch.</summary>
    private const double NormEpsilon = 1e-6;

    private readonly float _maximum = maximumNorm > 0
        ? maximumNorm
        : throw new ArgumentOutOfRangeException(nameof(maximumNorm), $"GradientClipping: a norm of {maximumNorm} is not above 0");

    private Tensor[] _parameters = [];

    /// <summary>Gets the norm of the gradients of the last step, before they were scaled.</summary>
    public double Norm { get; private set; }

    /// <inheritdoc/>
    public override void BeforeFit(Learner learner) => _parameters = [.. learner.Model.Parameters()];

    /// <inheritdoc/>
    public override void BeforeStep(Learner learner)
    {
        var sum = 0.0;
        foreach (var parameter in _parameters)
        {
            if (parameter.HasGrad)
                sum += TensorPrimitives.SumOfSquares<float>(parameter.Grad.Span);
        }

        Norm = Math.Sqrt(sum);
        var scale = (float)(_maximum / (Norm + NormEpsilon));
        if (!(scale < 1))
            return;
        foreach (var parameter in _parameters)
        {
            if (parameter.HasGrad)
                TensorPrimitives.Multiply(parameter.Grad.Span, scale, parameter.Grad.Span);
        }
    }
}
