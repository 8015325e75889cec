using Inkling.Models;

namespace Inkling.Server.Serve;

/// <summary>Where a server finds its model, at its start and whenever it looks for a newer one.</summary>
/// <param name="Find">Finds the file of the model, or the name of a model that is not in a file.</param>
/// <param name="Load">
/// Loads the model of such a file or name: one for images of 28x28 pixels with the preparation of MNIST. The message of an
/// exception is one line.
/// </param>
public sealed record ModelSource(Func<string> Find, Func<string, TrainedModel> Load);
