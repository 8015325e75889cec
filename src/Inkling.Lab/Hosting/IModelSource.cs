namespace Inkling.Lab.Hosting;

/// <summary>The models that a host has, by name.</summary>
public interface IModelSource
{
    /// <summary>Lists the names, that of the model that the lab starts with first.</summary>
    Task<IReadOnlyList<string>> ListAsync();

    /// <summary>Loads a model, anew for each caller, who may change it.</summary>
    /// <param name="name">One of the names.</param>
    /// <exception cref="InvalidDataException">The file is damaged, or there is no such name; the message is one line.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    Task<NamedModel> LoadAsync(string name);
}
