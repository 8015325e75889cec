using Inkling.Nn;

namespace Inkling.Models;

/// <summary>A network with what is needed to use it.</summary>
/// <param name="Name">Its name in <see cref="ModelCatalog"/>, or that of the module's type.</param>
/// <param name="Module">The network: [N, 1, rows, columns] to logits [N, classes].</param>
/// <param name="ClassNames">The name of the class that each logit is of.</param>
/// <param name="Rows">Rows of an image.</param>
/// <param name="Columns">Columns of an image.</param>
public sealed record TrainedModel(string Name, Module Module, IReadOnlyList<string> ClassNames, int Rows = 28, int Columns = 28)
{
    /// <summary>A custom module under the name of its type.</summary>
    /// <param name="module">The network: [N, 1, rows, columns] to logits [N, classes].</param>
    /// <param name="classNames">The name of the class that each logit is of.</param>
    /// <param name="rows">Rows of an image.</param>
    /// <param name="columns">Columns of an image.</param>
    public TrainedModel(Module module, IReadOnlyList<string> classNames, int rows = 28, int columns = 28)
        : this(module.GetType().Name, module, classNames, rows, columns)
    {
    }
}
