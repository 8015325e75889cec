using Inkling.Autograd;

namespace Inkling;

/// <summary>
/// Disables the recording of operations on the current thread until it is disposed, for evaluation or for updating weights by hand:
/// <c>using (new NoGrad()) { weights -= weights.Grad * 0.1f; }</c>. Scopes nest.
/// </summary>
public readonly ref struct NoGrad
{
    private readonly bool _disables;

    /// <summary>Disables recording until <see cref="Dispose"/>.</summary>
    public NoGrad()
    {
        Graph.DisableRecording();
        _disables = true;
    }

    /// <summary>Restores what was set before.</summary>
    public void Dispose()
    {
        if (_disables)
            Graph.RestoreRecording();
    }
}
