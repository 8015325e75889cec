using Inkling.Data;
using Inkling.Models;

namespace Inkling.Programs.Tests;

/// <summary>Trains a linear layer on the features of ResNet-18, which a hook records, until the validation loss stops falling.</summary>
public class LinearProbe
{
    [Fact]
    public void Features_are_recorded_by_a_hook_and_training_stops_early()
    {
        Randomness.Seed(6);
        var (train, validation) = Handwriting.Train(300).Split(heldOut: 100, seed: 1);
        var model = new ResNet18(classes: 10);
        model.Eval();
        var features = new List<Tensor>();
        var pool = model.NamedModules().Single(entry => entry.Name == "avgpool").Module;
        Tensor x, xValidation;
        using (pool.RegisterForwardHook((_, _, output) => features.Add(output.Detach())))
        using (new NoGrad())
        {
            model.Forward(train.All().Inputs);
            model.Forward(validation.All().Inputs);
            (x, xValidation) = (features[0].Flatten(1), features[1].Flatten(1));
        }

        x.Shape.ShouldBe(new Shape(200, 512));
        var (mean, deviation) = (x.Mean(0), x.Std(0) + 1e-5f);
        x -= mean;
        x /= deviation;
        xValidation -= mean;
        xValidation /= deviation;

        var probe = new Linear(512, 10);
        var optimizer = new Adam(probe.Parameters(), learningRate: 0.003f);
        var criterion = new CrossEntropyLoss();
        var (y, yValidation) = (train.All().Labels, validation.All().Labels);
        var (best, patience, losses) = (float.PositiveInfinity, 5, new List<float>());
        IReadOnlyDictionary<string, Tensor> bestState = probe.StateDictionary();
        for (var epoch = 0; epoch < 500 && patience > 0; epoch++)
        {
            optimizer.ZeroGrad();
            criterion.Forward(probe.Forward(x), y).Backward();
            optimizer.Step();
            using var _ = new NoGrad();
            losses.Add(criterion.Forward(probe.Forward(xValidation), yValidation).Item());
            if (losses[^1] < best)
                (best, patience, bestState) = (losses[^1], 5, probe.StateDictionary());
            else
                patience--;
        }

        patience.ShouldBe(0);
        best.ShouldBeLessThan(losses[0]);
        probe.LoadStateDictionary(bestState);
        using var scope = new NoGrad();
        criterion.Forward(probe.Forward(xValidation), yValidation).Item().ShouldBe(best);
    }
}
