using Bunit;
using Inkling.Analysis;
using Inkling.Lab.Hosting;
using Inkling.Lab.Reading;
using Inkling.Lab.Zoom;
using Inkling.Models;

namespace Inkling.Lab.Tests.Zoom;

public sealed class BackwardViewTests : IDisposable
{
    private readonly BunitContext _context = Scripts.NewContext();

    public void Dispose() => _context.Dispose();

    [Fact]
    public void The_loss_is_minus_the_logarithm_of_the_probability_of_the_label()
    {
        var (reading, view) = Render("mlp");
        view.FindAll("[data-testid=loss]").ShouldBeEmpty();
        view.Find("[data-testid=label]").Change("7");
        view.Number("loss").ShouldBe(Loss(reading.Model, reading.Image.Span, 7), 1e-5);
        view.Number("loss").ShouldBe(-Math.Log(view.Number("label-probability")), 1e-5);
        view.Find("[data-testid=label]").Change("3");
        view.Number("loss").ShouldBe(Loss(reading.Model, reading.Image.Span, 3), 1e-5);
        view.Find("[data-testid=label]").Change("");
        view.FindAll("[data-testid=loss]").ShouldBeEmpty();
    }

    [Fact]
    public void The_class_of_a_labelled_image_is_chosen_at_first()
    {
        var (reading, view) = Render("mlp");
        view.InvokeAsync(() => reading.Show(reading.Pixels.ToArray(), "4"));
        view.Number("loss").ShouldBe(Loss(reading.Model, reading.Image.Span, 4), 1e-5);
    }

    /// <summary>Central differences in the loss, for the largest gradients of a hidden unit.</summary>
    [Fact]
    public void The_gradient_of_the_weights_of_a_unit_agrees_with_finite_differences()
    {
        var (reading, view) = Render("mlp");
        view.Find("[data-testid=label]").Change("7");
        var unit = Array.FindIndex(reading.Inspection.Layers[1].Values.ToArray(), value => value > 0);
        view.InvokeAsync(() => reading.Inspection.Go(new Focus(1, unit)));

        var gradient = reading.Inspection.Backward!.Layers[1].OfUnit(unit)!.Weight.ToArray();
        var largest = Enumerable.Range(0, gradient.Length).OrderByDescending(i => Math.Abs(gradient[i])).Take(4).ToList();
        var edits = new ModelEdits(reading.Model);
        const float Step = 0.01f;
        foreach (var (i, input) in largest.Index())
        {
            var weight = (float)reading.Inspection.Layers[1].ValueAt(unit).Terms[input].Weight!;
            var index = (unit * 784) + input;
            edits.SetWeight("1.weight", index, weight + Step);
            var above = Loss(reading.Model, reading.Image.Span, 7);
            edits.Reset();
            edits.SetWeight("1.weight", index, weight - Step);
            var below = Loss(reading.Model, reading.Image.Span, 7);
            edits.Reset();
            view.Number($"gradient-weight-{i}").ShouldBe((above - below) / (2 * Step), 1e-3);
        }
    }

    [Fact]
    public void Each_layer_and_parameter_has_the_norm_of_its_gradient()
    {
        var (reading, view) = Render("cnn");
        view.Find("[data-testid=label]").Change("2");
        var trace = BackwardTrace.Of(reading.Model, reading.Image.Span, 2);
        foreach (var layer in trace.Layers)
            view.Number($"gradient-{layer.Layer.Index}-norm").ShouldBe(Shown.Rounded(layer.Norm));
        foreach (var parameter in trace.Parameters)
            view.Number($"gradient-of-{parameter.Name}").ShouldBe(Shown.Rounded(parameter.Norm));
    }

    [Fact]
    public void One_step_shows_loss_and_prediction_before_and_after_and_leaves_the_weights_alone()
    {
        var (reading, view) = Render("mlp");
        view.Find("[data-testid=label]").Change("3");
        view.Find("[data-testid=learning-rate-slider]").Input("-0.5");
        view.Number("learning-rate").ShouldBe(0.316228);
        var step = StepPreview.Of(reading.Model, reading.Image.Span, 3, (float)Math.Pow(10, -0.5), 0.001f, 0.01f, 0.1f, 1);
        view.Number("step-0-loss").ShouldBe(Shown.Rounded(step.Before.Loss));
        for (var i = 0; i < 5; i++)
        {
            view.Number($"step-{i + 1}-loss").ShouldBe(Shown.Rounded(step.After[i].Loss));
            view.Number($"step-{i + 1}-probability").ShouldBe(Shown.Rounded(step.After[i].Prediction.Probabilities[3]));
            view.Text($"step-{i + 1}-prediction").ShouldBe($"{step.After[i].Prediction}");
        }

        view.Number("step-1-loss").ShouldBeLessThan(view.Number("step-0-loss"));
        view.Number("step-0-loss").ShouldBe(Loss(reading.Model, reading.Image.Span, 3), 1e-5);
    }

    [Fact]
    public void Loss_and_probability_of_a_model_with_a_temperature_are_both_without_it()
    {
        var reading = new DigitReading(new NamedModel("pretrained", PretrainedModel.Load()));
        reading.Read(Networks.Seven);
        reading.Model.Temperature.ShouldNotBe(1);
        var view = _context.RenderView<BackwardView>(reading);
        view.Find("[data-testid=label]").Change("7");
        view.Find("[data-testid=temperature-note]");
        view.Number("loss").ShouldBe(-Math.Log(view.Number("label-probability")), 1e-5);
        for (var i = 0; i < 6; i++)
            view.Number($"step-{i}-loss").ShouldBe(-Math.Log(view.Number($"step-{i}-probability")), 1e-5);
        view.Number("step-0-probability").ShouldBe(view.Number("label-probability"));
    }

    private static double Loss(TrainedModel model, ReadOnlySpan<float> image, int label) =>
        -Math.Log(new Predictor(model).Predict(image).Probabilities[label]);

    private (DigitReading Reading, IRenderedComponent<BackwardView> View) Render(string name)
    {
        var reading = new DigitReading(Networks.Named(name));
        reading.Read(Networks.Seven);
        return (reading, _context.RenderView<BackwardView>(reading));
    }
}
