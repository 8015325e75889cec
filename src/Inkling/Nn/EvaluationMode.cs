namespace Inkling.Nn;

/// <summary>
/// Puts a module and its parts into evaluation mode until it is disposed, and then each of them back into the mode that it was in.
/// </summary>
internal readonly ref struct EvaluationMode
{
    private readonly List<(Module Module, bool Training)> _modes = [];

    public EvaluationMode(Module module)
    {
        foreach (var (_, part) in module.NamedModules())
            _modes.Add((part, part.Training));
        module.Eval();
    }

    public void Dispose()
    {
        foreach (var (module, training) in _modes)
            module.SetTraining(training);
    }
}
