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

    /// <summary>What messages call the file.</summary>
    public string Name { get; }

    /// <summary>The tensors in the order of their data.</summary>
    public IReadOnlyList<SafeTensor> Tensors { get; }

    /// <summary>Free text by key; empty when the file has none.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>The tensor of that name.</summary>
    /// <exception cref="InvalidDataException">The file has none of that name.</exception>
    public SafeTensor this[string name] => _byName.TryGetValue(name, out var tensor)
        ? tensor
        : throw FormatError.In(Name, $"holds no tensor {FormatError.Quote(name)} among its {Tensors.Count}");

    /// <summary>Whether there is a tensor of that name, and which.</summary>
    public bool TryGet(string name, [NotNullWhen(true)] out SafeTensor? tensor) => _byName.TryGetValue(name, out tensor);
}
