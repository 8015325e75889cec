using Inkling.Training.Callbacks;

namespace Inkling.Tests.Training.Callbacks;

public class ReduceOnPlateauTests
{
    [Theory]
    [InlineData("min")]
    [InlineData("max")]
    [InlineData("floor")]
    public void Follows_the_scheduler_of_PyTorch(string name)
    {
        var file = Reference.Open("nn_optim.safetensors");
        var plateau = name switch
        {
            "min" => new ReduceOnPlateau(factor: 0.5f, patience: 2),
            "max" => new ReduceOnPlateau(factor: 0.1f, patience: 1, cooldown: 2, relative: false, threshold: 0.001),
            _ => new ReduceOnPlateau(factor: 0.1f, patience: 0, minimum: 2e-4f),
        };
        var rates = new List<float>();
        foreach (var value in file[$"plateau.{name}.values"].ToSingles())
        {
            plateau.Step(value, higherIsBetter: name == "max");
            rates.Add(plateau.Reduce(0.1f));
        }

        rates.ShouldBe(file[$"plateau.{name}.rates"].ToSingles(), 1e-7);
    }

    [Fact]
    public void A_learner_trains_on_with_the_reduced_rate()
    {
        // No epoch is better than the first by such a threshold.
        var learner = Small.Learner().Add(new ReduceOnPlateau("accuracy", factor: 0.5f, patience: 0, relative: false, threshold: 2));
        learner.Fit(3, 0.2f);
        learner.Recorder.LearningRates[10].ShouldBe(0.2f);
        learner.Recorder.LearningRates[20].ShouldBe(0.1f);
        Should.Throw<ArgumentOutOfRangeException>(() => new ReduceOnPlateau(factor: 1));
    }

    [Fact]
    public void Numbers_of_epochs_below_0_are_refused()
    {
        Should.Throw<ArgumentOutOfRangeException>(() => new ReduceOnPlateau(patience: -1)).Message
            .ShouldStartWith("ReduceOnPlateau: a patience of -1 epochs, at least 0 is expected");
        Should.Throw<ArgumentOutOfRangeException>(() => new ReduceOnPlateau(cooldown: -1)).Message
            .ShouldStartWith("ReduceOnPlateau: a cooldown of -1 epochs, at least 0 is expected");
    }
}
