using Inkling.Nn;

namespace Inkling.Training.Callbacks;

/// <summary>Clips the norm of all gradients before each step (<see cref="Utils.ClipGradNorm"/>).</summary>
/// <param name="maxNorm">The limit of the Euclidean norm of all gradients together, above 0.</param>
/// <exception cref="ArgumentOutOfRangeException">The limit is not above 0.</exception>
public sealed class GradientClipping(float maxNorm) : Callback
{
    private readonly float _maxNorm = maxNorm > 0
        ? maxNorm
        : throw new ArgumentOutOfRangeException(nameof(maxNorm), $"GradientClipping: a norm of {maxNorm}, expected one above 0");

    private Tensor[] _parameters = [];

    /// <summary>Gets the norm of the gradients of the last step, before they were scaled.</summary>
    public double Norm { get; private set; }

    /// <inheritdoc/>
    public override void BeforeFit(Learner learner) => _parameters = [.. learner.Model.Parameters()];

    /// <inheritdoc/>
    public override void BeforeStep(Learner learner) => Norm = Utils.ClipGradNorm(_parameters, _maxNorm);
}
