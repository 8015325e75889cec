using Inkling.Nn;

namespace Inkling.Analysis;

/// <summary>
/// A stretch of code in which a module is in evaluation mode and its parameters take no gradients; afterwards it is as it was before.
/// </summary>
internal readonly ref struct EvaluationScope
{
    private readonly IReadOnlyList<(Module Module, bool Training)> _modes;
    private readonly List<Tensor> _parameters;

    public EvaluationScope(Module module)
    {
        _modes = module.Modes();
        _parameters = [.. module.Parameters().Where(parameter => parameter.RequiresGrad)];
        module.Eval();
        foreach (var parameter in _parameters)
            parameter.RequireGrad(false);
    }

    public void Dispose()
    {
        foreach (var parameter in _parameters)
            parameter.RequireGrad();
        Module.Restore(_modes);
    }
}
