using System.Diagnostics.CodeAnalysis;

namespace Inkling.Formats;

/// <summary>The content of a safetensors file.</summary>
public sealed class SafeTensorsFile
{
    private readonly Dictionary<string, SafeTensor> _byName;

    internal SafeTensorsFile(string name, List<SafeTensor> tensors, Dictionary<string, string> metadata)
    {
        (Name, Tensors, Metadata) = (name, tensors, metadata);
        _byName = tensors.ToDictionary(tensor => tensor.Name, StringComparer.Ordinal);
    }

    /// <summary>Gets the name of the file in messages.</summary>
    public string Name { get; }

    /// <summary>Gets the tensors in the order of their data.</summary>
    public IReadOnlyList<SafeTensor> Tensors { get; }

    /// <summary>Gets the metadata, text by key; empty if the file has none.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>Gets a tensor by name.</summary>
    /// <param name="name">The name.</param>
    /// <exception cref="InvalidDataException">There is no such tensor.</exception>
    public SafeTensor this[string name] => _byName.TryGetValue(name, out var tensor)
        ? tensor
        : throw FormatError.In(Name, $"holds no tensor {FormatError.Quote(name)} among its {Tensors.Count}");

    /// <summary>Gets a tensor by name, if there is one.</summary>
    /// <param name="name">The name.</param>
    /// <param name="tensor">The tensor, or null.</param>
    /// <returns>True if there is such a tensor.</returns>
    public bool TryGet(string name, [NotNullWhen(true)] out SafeTensor? tensor) => _byName.TryGetValue(name, out tensor);
}
