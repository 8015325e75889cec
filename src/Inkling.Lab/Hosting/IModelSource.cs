namespace Inkling.Lab.Hosting;

/// <summary>The models that a host has.</summary>
public interface IModelSource
{
    /// <summary>Loads the model that the lab starts with, anew for each caller, who may change it.</summary>
    Task<NamedModel> LoadDefaultAsync();
}
