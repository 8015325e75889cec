using Inkling.Models;

namespace Inkling.Lab.Hosting;

/// <summary>A model and what it is called on a page.</summary>
/// <param name="Name">The name, such as that of its run.</param>
/// <param name="Model">The model.</param>
public sealed record NamedModel(string Name, TrainedModel Model);
