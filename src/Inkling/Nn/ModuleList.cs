using System.Collections;

namespace Inkling.Nn;

/// <summary>
/// Modules in a list, registered under the names "0", "1", ...: a module that holds them decides itself how they compute
/// (<c>ModuleList</c> in PyTorch).
/// </summary>
/// <typeparam name="TModule">The type of the modules.</typeparam>
public sealed class ModuleList<TModule> : Module, IReadOnlyList<TModule> where TModule : Module
{
    private readonly List<TModule> _modules = [];

    /// <summary>A list of modules.</summary>
    public ModuleList(params IEnumerable<TModule> modules)
    {
        foreach (var module in modules)
            Add(module);
    }

    /// <summary>Gets the number of modules.</summary>
    public int Count => _modules.Count;

    /// <summary>Gets the module at an index.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such module.</exception>
    public TModule this[int index] => _modules[index];

    /// <summary>Appends a module.</summary>
    public void Add(TModule module) => _modules.Add(Register($"{_modules.Count}", module));

    /// <inheritdoc/>
    public IEnumerator<TModule> GetEnumerator() => _modules.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>"ModuleList(Linear(2, 3), ...)".</summary>
    public override string ToString() => $"ModuleList({string.Join(", ", _modules.Select(module => module.ToString()))})";
}
