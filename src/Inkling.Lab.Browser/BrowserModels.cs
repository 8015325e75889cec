using Inkling.Lab.Hosting;
using Inkling.Models;

namespace Inkling.Lab.Browser;

/// <summary>The models of the lab in the browser alone: the pretrained one, and networks with initial weights.</summary>
internal sealed class BrowserModels : IModelSource
{
    private static readonly string[] s_untrained = ["mlp", "linear"];

    private static readonly string[] s_digits = [.. Enumerable.Range(0, 10).Select(digit => $"{digit}")];

    public Task<IReadOnlyList<string>> ListAsync() =>
        Task.FromResult<IReadOnlyList<string>>([PretrainedModel.Name, .. s_untrained.Select(NameOf)]);

    public Task<NamedModel> LoadAsync(string name)
    {
        var model = s_untrained.FirstOrDefault(untrained => NameOf(untrained) == name) is { } found
            ? new TrainedModel(found, ModelCatalog.Create(found), s_digits)
            : name == PretrainedModel.Name
                ? PretrainedModel.Load()
                : throw new InvalidDataException($"{name}: there is no such model");
        return Task.FromResult(new NamedModel(name, model));
    }

    private static string NameOf(string untrained) => $"{untrained}, untrained";
}
