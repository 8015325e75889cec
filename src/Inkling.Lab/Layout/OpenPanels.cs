namespace Inkling.Lab.Layout;

/// <summary>Which panels of a page are open.</summary>
/// <param name="open">The names of those that are open at first.</param>
public sealed class OpenPanels(IEnumerable<string> open)
{
    private readonly SortedSet<string> _open = new(open, StringComparer.Ordinal);

    /// <summary>Raised after a panel was opened or closed.</summary>
    public event Action? Changed;

    /// <summary>Gets the names of the open panels, sorted.</summary>
    public IReadOnlyCollection<string> Names => _open;

    /// <summary>Gets whether a panel is open.</summary>
    /// <param name="name">The name of the panel.</param>
    public bool Contains(string name) => _open.Contains(name);

    /// <summary>Opens or closes a panel.</summary>
    /// <param name="name">The name of the panel.</param>
    public void Toggle(string name)
    {
        if (!_open.Remove(name))
            _open.Add(name);
        Changed?.Invoke();
    }
}
