using Inkling.Formats;
using Inkling.Nn;

namespace Inkling.Models;

/// <summary>Sets the parameters and buffers of a module from the tensors of a file.</summary>
internal static class ModelState
{
    /// <summary>Sets them all, or throws and changes none.</summary>
    /// <param name="file">The file, with the names and shapes of the module's state dictionary and no others.</param>
    /// <param name="model">The name of the model in messages.</param>
    /// <param name="module">The module.</param>
    /// <exception cref="InvalidDataException">The tensors are not those of the module, or not all are finite.</exception>
    public static void Load(SafeTensorsFile file, string model, Module module)
    {
        var state = new Dictionary<string, Tensor>();
        foreach (var (name, expected) in module.StateDictionary())
            state[name] = Read(file, model, name, expected.Shape);
        if (file.Tensors.FirstOrDefault(tensor => !state.ContainsKey(tensor.Name)) is { } unknown)
            throw FormatError.In(
                file.Name,
                $"tensor {FormatError.Quote(unknown.Name)} is not part of {model}, which has {string.Join(", ", state.Keys.Take(6))}"
                + (state.Count > 6 ? $" and {state.Count - 6} more" : ""));
        module.LoadStateDictionary(state);
    }

    private static Tensor Read(SafeTensorsFile file, string model, string name, Shape shape)
    {
        if (!file.TryGet(name, out var tensor))
        {
            var held = string.Join(", ", file.Tensors.Take(6).Select(one => FormatError.Quote(one.Name)));
            throw FormatError.In(
                file.Name, $"no tensor '{name}' {shape}, which {model} needs; the file holds {(held.Length > 0 ? held : "none")}");
        }

        var sizes = shape.ToArray();
        if (!tensor.Shape.SequenceEqual(sizes))
            throw FormatError.In(file.Name, $"tensor '{name}' is {FormatError.List(tensor.Shape)}, {model} expects {shape}");

        // PyTorch counts the batches that a batch norm has seen in a whole number.
        var isCounter = tensor.Type == SafeTensorType.I64 && shape.Rank == 0;
        if (!isCounter && tensor.Type is not (SafeTensorType.F32 or SafeTensorType.F64 or SafeTensorType.F16 or SafeTensorType.BF16))
            throw FormatError.In(file.Name, $"tensor '{name}' holds {tensor.Type}, expected floats (F32, F64, F16 or BF16)");
        var values = tensor.ToSingles();
        return Array.TrueForAll(values, float.IsFinite)
            ? Tensor.From(values, sizes)
            : throw FormatError.In(file.Name, $"tensor '{name}' holds values that are not finite");
    }
}
