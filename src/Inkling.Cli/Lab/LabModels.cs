using Inkling.Cli.Commands;
using Inkling.Lab.Hosting;

namespace Inkling.Cli.Lab;

/// <summary>The models that the lab of this program has: those of runs.</summary>
/// <param name="run">What the user named; null for the newest run.</param>
/// <param name="context">The command.</param>
internal sealed class LabModels(string? run, CommandContext context) : IModelSource
{
    public Task<NamedModel> LoadDefaultAsync()
    {
        var (file, model) = ModelLoader.LoadForPictures(run, context);
        return Task.FromResult(new NamedModel(file, model));
    }
}
