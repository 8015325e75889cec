using Bunit;
using Inkling.Lab.Hosting;
using Inkling.Lab.Input;
using Inkling.Lab.Reading;
using Microsoft.Extensions.DependencyInjection;

namespace Inkling.Lab.Tests.Input;

public class ModelPickerTests
{
    [Fact]
    public void A_chosen_model_reads_and_one_that_cannot_be_loaded_is_one_line()
    {
        using var context = new BunitContext();
        context.Services.AddSingleton<IModelSource, TwoModels>();
        var reading = new DigitReading(Networks.Named("mlp"));
        string? error = null;
        var picker = context.Render<ModelPicker>(parameters => parameters
            .Add(picker => picker.Reading, reading)
            .Add(picker => picker.OnError, message => error = message));
        picker.FindAll("option").Select(option => option.TextContent).ShouldBe(["linear", "damaged", "mlp"]);
        picker.Find("[data-testid=model]").TextContent.ShouldBe("mlp: mlp, 101,770 parameters");

        picker.Find("select").Change("linear");
        reading.Source.Name.ShouldBe("linear");
        picker.Find("[data-testid=model]").TextContent.ShouldBe("linear: linear, 7,850 parameters");
        error.ShouldBeNull();

        picker.Find("select").Change("damaged");
        error.ShouldBe("damaged: no model");
        reading.Source.Name.ShouldBe("linear");

        picker.Find("select").Change("../elsewhere");
        reading.Source.Name.ShouldBe("linear");
    }

    private sealed class TwoModels : IModelSource
    {
        public Task<IReadOnlyList<string>> ListAsync() => Task.FromResult<IReadOnlyList<string>>(["linear", "damaged"]);

        public Task<NamedModel> LoadAsync(string name) =>
            Task.FromResult(name == "linear" ? Networks.Named(name) : throw new InvalidDataException($"{name}: no model"));
    }
}
