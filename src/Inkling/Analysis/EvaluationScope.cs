using Inkling.Nn;

namespace Inkling.Analysis;

/// <summary>
/// Puts a module into evaluation mode and switches the gradients of its parameters off until it is disposed; then the module is as it was.
/// </summary>
internal readonly ref struct EvaluationScope
{
    private readonly EvaluationMode _mode;
    private readonly List<Tensor> _parameters;

    public EvaluationScope(Module module)
    {
        _mode = new EvaluationMode(module);
        _parameters = [.. module.Parameters().Where(parameter => parameter.RequiresGrad)];
        foreach (var parameter in _parameters)
            parameter.RequireGrad(false);
    }

    public void Dispose()
    {
        foreach (var parameter in _parameters)
            parameter.RequireGrad();
        _mode.Dispose();
    }
}
