namespace Inkling.Nn;

/// <summary>
/// The Gaussian error linear unit x P(X &lt;= x), X standard normal, element by element (Hendrycks and Gimpel, arXiv:1606.08415). Shapes:
/// [...] to [...].
/// </summary>
/// <param name="approximate">Whether to use the tanh approximation (PyTorch's <c>approximate="tanh"</c>).</param>
public sealed class GELU(bool approximate = false) : Module
{
    /// <summary>Gets whether the tanh approximation is used.</summary>
    public bool Approximate => approximate;

    /// <inheritdoc/>
    protected override bool RetainsTensors => false;

    /// <inheritdoc/>
    protected override Tensor ForwardCore(Tensor input) => input.Gelu(approximate);

    /// <summary>"GELU()".</summary>
    public override string ToString() => approximate ? "GELU(tanh)" : "GELU()";
}
