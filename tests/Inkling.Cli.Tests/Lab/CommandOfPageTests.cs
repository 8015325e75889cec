using Inkling.Data;
using Inkling.Lab.Training;
using Inkling.Models;
using Inkling.Training;

namespace Inkling.Cli.Tests.Lab;

public sealed class CommandOfPageTests : IDisposable
{
    private readonly Program _program = new();

    public void Dispose() => _program.Dispose();

    [Theory]
    [InlineData("?data=handwriting&limit=60&epochs=2&batch-size=16&seed=9&optimizer=momentum&schedule=one-cycle")]
    [InlineData("?data=handwriting&limit=60&epochs=1&model=custom&convolutions=3-4&layers=12-8&activation=tanh&dropout=0.3&batch-size=20")]
    public void The_command_of_the_page_trains_the_weights_of_the_page(string address)
    {
        var defaults = new TrainingSettings { Data = "mnist", HyperParameters = HyperParameters.For("mlp") };
        var settings = TrainingSettings.Parse(address, defaults);
        using var run = new TrainingRun(settings.HyperParameters, Handwriting.Train(60), Handwriting.Test(60));
        while (run.Advance())
        {
        }

        settings.Command.ShouldStartWith("inkling train ");
        var outcome = _program.Shell($"$inkling{settings.Command["inkling".Length..]} --out run");
        outcome.ExitCode.ShouldBe(0, outcome.Error);
        WeightsHash.Of(ModelFile.Load(_program["run", ModelFile.DefaultName]).Module).ShouldBe(WeightsHash.Of(run.Model.Module));
    }
}
