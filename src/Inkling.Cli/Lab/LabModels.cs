using Inkling.Cli.Commands;
using Inkling.Cli.Runs;
using Inkling.Lab.Hosting;
using Inkling.Models;

namespace Inkling.Cli.Lab;

/// <summary>The models that the lab of this program has: the one that was named, those of runs, and the pretrained one.</summary>
/// <param name="run">What the user named; null for the newest run, or the pretrained model where there is none.</param>
/// <param name="context">The command.</param>
internal sealed class LabModels(string? run, CommandContext context) : IModelSource
{
    // Named and loaded when the program starts, so that an error ends it.
    private readonly string _default = ModelLoader.LoadForPictures(run, context).File;

    public Task<IReadOnlyList<string>> ListAsync() =>
        Task.FromResult<IReadOnlyList<string>>([.. ((string[])[_default, .. RunFolder.FindModels(), PretrainedModel.Name]).Distinct()]);

    public async Task<NamedModel> LoadAsync(string name)
    {
        if (!(await ListAsync().ConfigureAwait(false)).Contains(name))
            throw new InvalidDataException($"{name}: there is no such model");
        return new NamedModel(name, name == PretrainedModel.Name ? PretrainedModel.Load() : ModelFile.Load(name));
    }
}
