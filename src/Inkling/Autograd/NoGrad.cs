using Inkling.Autograd;

namespace Inkling;

/// <summary>
/// A stretch of code on this thread in which nothing is recorded, for evaluating or for changing weights by hand:
/// <c>using (new NoGrad()) { weights -= weights.Grad * 0.1f; }</c>. Stretches nest.
/// </summary>
public readonly ref struct NoGrad
{
    private readonly bool _on;

    /// <summary>Stops recording until <see cref="Dispose"/>.</summary>
    public NoGrad()
    {
        Graph.Pause();
        _on = true;
    }

    /// <summary>Goes back to what was before.</summary>
    public void Dispose()
    {
        if (_on)
            Graph.Continue();
    }
}
