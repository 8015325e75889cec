using Inkling.Analysis;
using Inkling.Models;
using Inkling.Nn;

namespace Inkling.Tests.Analysis;

public class StepPreviewTests
{
    public static TheoryData<string> Names { get; } = [.. ModelCatalog.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public void The_model_is_left_unchanged_to_the_bit(string name)
    {
        var model = Models.Untrained(name, 22, 20);
        var before = WeightsHash.Of(model.Module);
        var preview = StepPreview.Of(model, ForwardTraceTests.Image(Models.Noise(model, 1)), 1, 0, 1e-3f, 1e20f);
        WeightsHash.Of(model.Module).ShouldBe(before);
        model.Module.Parameters().ShouldAllBe(parameter => parameter.RequiresGrad && !parameter.HasGrad);
        model.Module.Modules().ShouldAllBe(module => module.Training);
        preview.After.Select(outcome => outcome.LearningRate).ShouldBe([0, 1e-3f, 1e20f]);
        preview.After[0].Loss.ShouldBe(preview.Before.Loss);
        preview.After[1].Loss.ShouldBeLessThan(preview.Before.Loss);
        preview.Before.Prediction.Label.ShouldBe(1);
    }

    [Fact]
    public void A_step_is_that_of_weights_less_the_rate_times_the_gradient()
    {
        var model = Models.TheMlp;
        var image = ForwardTraceTests.Image(Models.Test, 4);
        var preview = StepPreview.Of(model, image, 7, 0.02f, 0.3f);
        var gradients = BackwardTrace.Of(model, image, 7);
        preview.Before.Loss.ShouldBe(gradients.Loss, 1e-6f);
        preview.Before.Prediction.Probabilities.ToArray().AsSpan()
            .ShouldBeCloseTo(gradients.Forward.Probabilities.Values.ToArray(), 1e-6, "before");
        foreach (var outcome in preview.After)
        {
            var moved = model.Module.StateDictionary();
            foreach (var layer in gradients.Layers)
            {
                for (var unit = 0; unit < layer.Values.Length && layer.OfUnit(unit) is { } gradient; unit++)
                {
                    var row = moved[$"{layer.Layer.Name}.weight"].Span.Slice(unit * gradient.Weight.Length, gradient.Weight.Length);
                    for (var i = 0; i < row.Length; i++)
                        row[i] -= outcome.LearningRate * (float)gradient.Weight[i];
                    moved[$"{layer.Layer.Name}.bias"].Span[unit] -= outcome.LearningRate * (float)gradient.Bias;
                }
            }

            var expected = new TrainedModel("mlp", Mlp.Create(), model.ClassNames);
            expected.Module.LoadStateDictionary(moved);
            var probabilities = ForwardTrace.Of(expected, image).Probabilities.Values.ToArray();
            outcome.Prediction.Probabilities.ToArray().AsSpan().ShouldBeCloseTo(probabilities, 1e-5, "after");
            ((double)outcome.Loss).ShouldBe(-Math.Log(probabilities[7]), 1e-4);
        }

        preview.After[1].Prediction.Class.ShouldBe(7);
    }

    [Fact]
    public void Frozen_parameters_stay_and_gradients_are_kept()
    {
        var model = Models.Untrained("mlp");
        var image = ForwardTraceTests.Image(Models.Noise(model, 1));
        var parameters = model.Module.Parameters().ToList();
        model.Module.Forward(Tensor.From(image, 1, 1, 28, 28)).Sum().Backward();
        var gradient = parameters[3].Grad.ToArray();
        foreach (var parameter in parameters.Take(3))
            parameter.SetFrozen(true);
        var preview = StepPreview.Of(model, image, 0, 0.5f);
        parameters[3].Grad.ToArray().ShouldBe(gradient);
        var trace = BackwardTrace.Of(model, image, 0);
        var logits = trace.Forward.Logits.ToArray().Zip(trace.Layers[^1].Values.ToArray(), (z, g) => z - (0.5 * g)).ToArray();
        ((double)preview.After[0].Loss).ShouldBe(Math.Log(logits.Sum(Math.Exp)) - logits[0], 1e-5);

        model.Module.Freeze();
        Should.Throw<ArgumentException>(() => StepPreview.Of(model, image, 0, 0.5f)).Message
            .ShouldContain("all parameters of mlp are frozen");
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void A_learning_rate_out_of_range_is_one_line(float rate) =>
        Should.Throw<ArgumentOutOfRangeException>(() => StepPreview.Of(Models.TheMlp, new float[784], 0, rate)).Message
            .ShouldContain("expected a finite number of 0 or more");
}
