using Inkling.Data;
using Inkling.Models;

namespace Inkling.Cli.Commands;

/// <summary>A trained model and test images.</summary>
/// <param name="File">The model's file.</param>
/// <param name="Model">The model.</param>
/// <param name="Data">The data that the images are from.</param>
/// <param name="Images">The test images, at least one, with the model's classes.</param>
internal sealed record LoadedModel(string File, TrainedModel Model, DigitData Data, ImageDataset Images);
