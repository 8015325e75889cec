using Inkling.Autograd;

namespace Inkling.Nn;

/// <summary>
/// Modules one after the other, each taking the output of the one before; their names are "0", "1", ... as in PyTorch, or given.
/// </summary>
/// <remarks>
/// Neighbours that can be computed in one pass are, with the same numbers: a <see cref="Conv2d"/> with the <see cref="BatchNorm2d"/> and
/// the <see cref="ReLU"/> after it, and a <see cref="BatchNorm"/> with the ReLU after it. A hook on one of them keeps it apart.
/// </remarks>
public sealed class Sequential : Module
{
    private readonly Module[] _modules;
    private readonly bool[] _canFuse;

    /// <summary>Modules named by their index.</summary>
    public Sequential(params Module[] modules)
        : this(modules.Select((module, i) => ($"{i}", module)))
    {
    }

    /// <summary>Modules with names, as an <c>OrderedDict</c> gives them in PyTorch.</summary>
    /// <param name="modules">Names, each different from the others, and modules.</param>
    /// <param name="addsPrefix">
    /// Whether this module's own name stands before the names of its parts in a state dictionary; without it, it is only a group of them.
    /// </param>
    /// <exception cref="ArgumentException">A name is used twice.</exception>
    public Sequential(IEnumerable<(string Name, Module Module)> modules, bool addsPrefix = true)
    {
        AddsPrefix = addsPrefix;
        _modules = [.. modules.Select(entry => Register(entry.Name, entry.Module))];
        _canFuse = [.. _modules.Select(CanFuse)];
    }

    /// <summary>Gets the number of modules.</summary>
    public int Count => _modules.Length;

    /// <summary>
    /// Gets or sets the module at an index, as <c>model[^1] = new Linear(512, 3)</c> for the head of another task; it keeps the name of the
    /// module that it replaces.
    /// </summary>
    /// <exception cref="IndexOutOfRangeException">There is no such module.</exception>
    public Module this[int index]
    {
        get => _modules[index];
        set
        {
            (_modules[index], _canFuse[index]) = (value, CanFuse(value));
            Replace(index, value);
        }
    }

    /// <inheritdoc/>
    protected override bool RetainsTensors => false;

    /// <inheritdoc/>
    internal override bool AddsPrefix { get; }

    /// <inheritdoc/>
    internal override Sequential Layers => this;

    /// <summary>Computes the modules in their order; an intermediate output is released as soon as the next module has used it.</summary>
    protected override Tensor ForwardCore(Tensor input)
    {
        var current = input;
        for (var i = 0; i < _modules.Length;)
        {
            var output = Step(current, ref i);
            if (!output.Equals(current))
                TensorScope.Release(current);
            current = output;
        }

        return current;
    }

    /// <summary>"Sequential(Flatten(), Linear(784, 128), ...)".</summary>
    public override string ToString() => $"Sequential({string.Join(", ", _modules.Select(module => module.ToString()))})";

    /// <summary>Computes the module at an index, together with those after it that are computed in the same pass.</summary>
    internal Tensor Step(Tensor input, ref int index)
    {
        if (!_canFuse[index])
            return _modules[index++].Forward(input);
        switch (_modules[index++])
        {
            case Conv2d convolution when index < _modules.Length && _modules[index] is BatchNorm2d norm:
                index++;
                return convolution.Forward(input, norm, residual: null, TakesRelu(ref index));
            case BatchNorm norm:
                return norm.Forward(input, residual: null, TakesRelu(ref index));
            case var module:
                return module.Forward(input);
        }
    }

    private static bool CanFuse(Module module) => module is Conv2d or BatchNorm;

    private bool TakesRelu(ref int index)
    {
        if (index == _modules.Length || _modules[index] is not ReLU { HasHooks: false })
            return false;
        index++;
        return true;
    }
}
