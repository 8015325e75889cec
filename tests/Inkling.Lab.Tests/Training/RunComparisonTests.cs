using Inkling.Lab.Training;
using Inkling.Training;

namespace Inkling.Lab.Tests.Training;

public class RunComparisonTests
{
    private static readonly TrainingSettings Settings = new() { Data = "mnist", HyperParameters = HyperParameters.For("mlp") };

    [Fact]
    public void Runs_are_named_by_their_one_difference()
    {
        TrainingSettings[] runs = [Settings, WithRate(0.5f), WithRate(10)];
        RunComparison.Names(runs).ShouldBe(["lr 0.1", "lr 0.5", "lr 10"]);
        RunComparison.Difference(runs).ShouldBe("The runs differ in lr alone.");
    }

    [Fact]
    public void Runs_that_differ_in_several_settings_are_named_by_them_all()
    {
        TrainingSettings[] runs = [Settings, Settings with { Limit = 50, HyperParameters = Settings.HyperParameters with { Seed = 3 } }];
        RunComparison.Names(runs).ShouldBe(["no limit, seed 1", "limit 50, seed 3"]);
        RunComparison.Difference(runs).ShouldBe("The runs differ in limit and seed.");
    }

    [Fact]
    public void Runs_of_the_same_settings_are_numbered()
    {
        RunComparison.Names([Settings, Settings]).ShouldBe(["run 1", "run 2"]);
        RunComparison.Names([Settings, WithRate(1), Settings]).ShouldBe(["lr 0.1", "lr 1", "lr 0.1 run 3"]);
        RunComparison.Difference([Settings, Settings]).ShouldBe("The runs have the same settings.");
        RunComparison.Difference([Settings]).ShouldBe("");
    }

    private static TrainingSettings WithRate(float rate) =>
        Settings with { HyperParameters = Settings.HyperParameters with { LearningRate = rate } };
}
