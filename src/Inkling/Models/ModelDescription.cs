namespace Inkling.Models;

/// <summary>The metadata of a model file, from which a factory creates the module before its weights are read.</summary>
/// <param name="Name">The name of the model; empty where the file has none.</param>
/// <param name="ClassNames">The name of each class.</param>
/// <param name="Rows">Rows of an image.</param>
/// <param name="Columns">Columns of an image.</param>
/// <param name="ExtraState">What <see cref="Nn.Module.GetExtraState"/> gave when the model was saved, and other metadata of the
/// file.</param>
public sealed record ModelDescription(
    string Name, IReadOnlyList<string> ClassNames, int Rows, int Columns, IReadOnlyDictionary<string, string> ExtraState);
