using Inkling.Autograd;
using Inkling.Nn;

namespace Inkling.Analysis;

/// <summary>
/// Puts a module into evaluation mode and its parameters' gradients aside until it is disposed; then the module is as it was, with the
/// gradients that it had.
/// </summary>
internal readonly ref struct GradientScope
{
    private readonly EvaluationMode _mode;
    private readonly List<(Tensor Parameter, bool RequiresGrad, Node? Gradient)> _before = [];

    /// <summary>Begins the scope.</summary>
    /// <param name="module">The module.</param>
    /// <param name="unfreezes">Whether frozen parameters get gradients too.</param>
    public GradientScope(Module module, bool unfreezes)
    {
        _mode = new EvaluationMode(module);
        foreach (var parameter in module.Parameters())
        {
            _before.Add((parameter, parameter.RequiresGrad, parameter.Node.Gradient));
            parameter.Node.Gradient = null;
            if (unfreezes)
                parameter.RequireGrad();
        }
    }

    public void Dispose()
    {
        foreach (var (parameter, requiresGrad, gradient) in _before)
        {
            parameter.ZeroGrad();
            parameter.Node.Gradient = gradient;
            parameter.RequireGrad(requiresGrad);
        }

        _mode.Dispose();
    }
}
