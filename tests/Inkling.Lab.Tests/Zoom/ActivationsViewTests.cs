using Bunit;
using Inkling.Lab.Reading;
using Inkling.Lab.Zoom;

namespace Inkling.Lab.Tests.Zoom;

public class ActivationsViewTests
{
    [Fact]
    public void Each_layer_has_a_canvas_with_its_values_and_its_range_in_words()
    {
        using var context = Scripts.NewContext();
        var reading = new DigitReading(Networks.Named("cnn"));
        var view = context.RenderView<ActivationsView>(reading);
        view.FindAll("canvas").ShouldBeEmpty();

        view.InvokeAsync(() => reading.Read(Networks.Seven));
        view.FindAll("canvas").Count.ShouldBe(reading.Inspection.Layers.Count + 1);
        foreach (var layer in reading.Inspection.Layers)
        {
            view.Find($"[data-testid=layer-{layer.Index}-range]").TextContent.ShouldBe(
                FormattableString.Invariant($"{layer.Min:G6} to {layer.Max:G6}, {layer.Zeros} of {layer.Values.Length} are 0"));
        }

        var canvas = view.Find("[data-testid=layer-0-canvas]");
        string?[] layout = [.. new[] { "maps", "rows", "columns" }.Select(name => canvas.GetAttribute($"data-{name}"))];
        layout.ShouldBe(["16", "26", "26"]);
        canvas.GetAttribute("aria-label").ShouldStartWith("Output of Conv2d(");
    }

    [Fact]
    public void A_layer_and_a_value_are_chosen_by_a_click()
    {
        using var context = Scripts.NewContext();
        var reading = new DigitReading(Networks.Named("mlp"));
        reading.Read(Networks.Seven);
        var view = context.RenderView<ActivationsView>(reading);
        view.Find("[data-testid=layer-1]").Click();
        reading.Inspection.Focus.ShouldBe(new Focus(1));
        var canvas = view.FindComponents<ValueCanvas>()[2];
        view.InvokeAsync(() => canvas.Instance.Choose(17));
        reading.Inspection.Focus.ShouldBe(new Focus(1, 17));
        view.Find("[data-testid=layer-1-canvas]").GetAttribute("data-mark").ShouldBe("17");
        view.InvokeAsync(() => view.FindComponents<ValueCanvas>()[0].Instance.Choose(400));
        reading.Inspection.Focus.ShouldBe(new Focus(1, Input: 400));
    }
}
