using Bunit;
using Inkling.Lab.Reading;
using Inkling.Lab.Zoom;
using Inkling.Models;

namespace Inkling.Lab.Tests.Zoom;

public sealed class EditsViewTests : IDisposable
{
    private readonly BunitContext _context = Scripts.NewContext();

    public void Dispose() => _context.Dispose();

    [Fact]
    public void A_weight_is_set_and_the_prediction_follows_until_it_is_reset()
    {
        var (reading, view) = Render("mlp");
        var before = reading.Prediction!.Logits.ToArray();
        view.FindAll("[data-testid=edit-set]").ShouldBeEmpty();
        view.InvokeAsync(() => reading.Inspection.Go(new Focus(3, 4)));
        var unit = Array.FindIndex(reading.Inspection.Layers[2].Values.ToArray(), value => value > 0);
        view.Find("[data-testid=edit-weight]").Change($"{unit}");
        view.Number("edit-now").ShouldBe(Shown.Rounded(reading.Inspection.Layers[3].ValueAt(4).Terms[unit].Weight!.Value));
        view.Find("[data-testid=edit-value]").Change("50");
        view.Find("[data-testid=edit-set]").Click();

        view.Number("edit-now").ShouldBe(50);
        view.Text("edit-0").ShouldBe($"3.weight[4, {unit}] = 50");
        view.Text("edited-prediction").ShouldStartWith("4 (");
        var after = reading.Prediction.Logits.ToArray();
        after.Where((_, i) => i != 4).ShouldBe(before.Where((_, i) => i != 4));
        after.ShouldBe(new Predictor(reading.Model).Predict(reading.Image.Span).Logits.ToArray());

        view.Find("[data-testid=edits-reset]").Click();
        reading.Prediction.Logits.ToArray().ShouldBe(before);
        view.FindAll("[data-testid=edits-list]").ShouldBeEmpty();
    }

    [Fact]
    public void Several_neurons_are_switched_off_and_one_of_them_on_again()
    {
        var (reading, view) = Render("mlp");
        view.InvokeAsync(() => reading.Inspection.Go(new Focus(1, 5)));
        view.Find("[data-testid=switch-off]").Click();
        view.InvokeAsync(() => reading.Inspection.Go(new Focus(1, 6)));
        view.Find("[data-testid=switch-off]").Click();
        reading.Inspection.Layers[1].Values[5].ShouldBe(0);
        reading.Inspection.Layers[1].Values[6].ShouldBe(0);
        view.Find("[data-testid=edit-0-remove]").Click();
        reading.Inspection.Layers[1].Values[5].ShouldNotBe(0);
        reading.Inspection.Layers[1].Values[6].ShouldBe(0);
        view.Text("edit-0").ShouldBe("unit 6 of 1 is off");
    }

    [Fact]
    public void A_channel_of_a_convolution_is_switched_off()
    {
        var (reading, view) = Render("cnn");
        view.InvokeAsync(() => reading.Inspection.Go(new Focus(0, (3 * 26 * 26) + 100)));
        view.Find("[data-testid=switch-off]").Click();
        var layer = reading.Inspection.Layers[0];
        layer.Values.Slice(3 * 26 * 26, 26 * 26).ToArray().ShouldAllBe(value => value == 0);
        layer.Values.Slice(4 * 26 * 26, 26 * 26).ToArray().ShouldContain(value => value != 0);
    }

    private (DigitReading Reading, IRenderedComponent<EditsView> View) Render(string name)
    {
        var reading = new DigitReading(Networks.Named(name));
        reading.Read(Networks.Seven);
        return (reading, _context.RenderView<EditsView>(reading));
    }
}
