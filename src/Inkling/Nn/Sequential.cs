namespace Inkling.Nn;

/// <summary>Modules one after the other; their names are their places, "0", "1", ... as in PyTorch.</summary>
public sealed class Sequential : Module
{
    private readonly Module[] _modules;
    private readonly bool[] _keepsNothing;

    /// <summary>The modules in the order they compute.</summary>
    public Sequential(params Module[] modules)
    {
        _modules = [.. modules];
        _keepsNothing = [.. modules.Select(module => module.KeepsNothing)];
        for (var i = 0; i < _modules.Length; i++)
            Register($"{i}", _modules[i]);
    }

    /// <summary>How many modules there are.</summary>
    public int Count => _modules.Length;

    /// <summary>The module at a place.</summary>
    public Module this[int index] => _modules[index];

    /// <inheritdoc/>
    public override IReadOnlyList<Stage> Stages => [.. _modules.Select((module, i) => new Stage($"{i}", $"{module}", module.Forward))];

    /// <inheritdoc/>
    /// <remarks>
    /// What is computed between two modules of this library is nobody else's, so its memory is free for the next module as soon as the
    /// graph has no use for it. What a
    /// module of your own receives or returns is left alone: it may have kept it.
    /// </remarks>
    protected override Tensor ForwardCore(Tensor input)
    {
        var current = input;
        for (var i = 0; i < _modules.Length; i++)
        {
            var next = _modules[i].Forward(current);
            if (!current.Equals(input) && !next.Equals(current) && _keepsNothing[i] && _keepsNothing[i - 1])
                current.Release();
            current = next;
        }

        return current;
    }

    /// <inheritdoc/>
    internal override bool KeepsNothing => Array.TrueForAll(_keepsNothing, keepsNothing => keepsNothing);

    /// <summary>"Sequential(Flatten(), Linear(784, 128), ...)".</summary>
    public override string ToString() => $"Sequential({string.Join(", ", _modules.Select(module => module.ToString()))})";
}
