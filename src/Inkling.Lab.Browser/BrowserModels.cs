using Inkling.Lab.Hosting;
using Inkling.Models;

namespace Inkling.Lab.Browser;

/// <summary>The models of the lab in the browser alone.</summary>
internal sealed class BrowserModels : IModelSource
{
    public Task<NamedModel> LoadDefaultAsync() =>
        Task.FromResult(new NamedModel(
            "mlp, untrained",
            new TrainedModel("mlp", ModelCatalog.Create("mlp"), [.. Enumerable.Range(0, 10).Select(digit => $"{digit}")])));
}
