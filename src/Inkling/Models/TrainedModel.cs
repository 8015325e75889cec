using Inkling.Nn;

namespace Inkling.Models;

/// <summary>A network with what is needed to use it.</summary>
/// <param name="Name">Its name in <see cref="Models.ModelCatalog"/>.</param>
/// <param name="Module">The network: [N, 1, rows, columns] to logits [N, classes].</param>
/// <param name="ClassNames">What each logit stands for.</param>
/// <param name="Rows">Rows of an image.</param>
/// <param name="Columns">Columns of an image.</param>
public sealed record TrainedModel(string Name, Module Module, IReadOnlyList<string> ClassNames, int Rows = 28, int Columns = 28);
