using Inkling.Autograd;

namespace Inkling.Nn;

/// <summary>
/// A forward pass in parts: the modules of a network that computes them one after the other are computed one at a time, with the bits of
/// <see cref="Module.Forward"/>. Any other module is one part.
/// </summary>
internal sealed class ForwardPass
{
    // The sequences that are being computed, the innermost on top, and the next module of each.
    private readonly Stack<(Sequential Modules, int Next)> _open = new();
    private Module? _whole;

    // Whether nobody else can have kept the output.
    private bool _isOwned;

    /// <summary>Gets the output of the modules that were computed; the input before the first.</summary>
    public Tensor Output { get; private set; }

    /// <summary>Begins a pass; one that was not completed is given up.</summary>
    /// <param name="module">The network.</param>
    /// <param name="input">The batch, as for <see cref="Module.Forward"/>.</param>
    public void Start(Module module, Tensor input)
    {
        (Output, _isOwned) = (input, false);
        _open.Clear();
        _whole = module.Layers is null || module.MayRetainTensors ? module : null;
        if (_whole is null)
            _open.Push((module.Layers!, 0));
    }

    /// <summary>Computes the next modules, as few as possible.</summary>
    /// <returns>Whether anything was left to compute.</returns>
    public bool Advance()
    {
        if (_whole is not null)
        {
            Output = _whole.Forward(Output);
            _whole = null;
            return true;
        }

        while (_open.TryPop(out var at))
        {
            var (modules, next) = at;
            if (next == modules.Count)
                continue;
            if (modules[next].Layers is { } inner)
            {
                _open.Push((modules, next + 1));
                _open.Push((inner, 0));
                continue;
            }

            Compute(modules, ref next);
            _open.Push((modules, next));
            return true;
        }

        return false;
    }

    private void Compute(Sequential modules, ref int next)
    {
        var (input, isOwned) = (Output, _isOwned);
        using (var scope = new TensorScope(tracks: true))
        {
            Output = modules.Step(input, ref next);
            _isOwned = TensorScope.Owns(Output);
            scope.Return(Output);
        }

        if (Output.Equals(input))
            _isOwned = isOwned;
        else if (isOwned)
            input.Release();
    }
}
