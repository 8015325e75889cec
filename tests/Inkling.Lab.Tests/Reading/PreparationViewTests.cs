using Bunit;
using Inkling.Lab.Reading;

namespace Inkling.Lab.Tests.Reading;

public class PreparationViewTests
{
    [Fact]
    public void Every_step_is_painted_and_the_last_is_the_image_of_the_reading()
    {
        using var context = Scripts.NewContext();
        var canvases = context.JSInterop.SetupModule("./_content/Inkling.Lab/canvases.js");
        canvases.SetupVoid("start", _ => true).SetVoidResult();
        var drawn = canvases.SetupVoid("draw", _ => true);
        drawn.SetVoidResult();
        var reading = new DigitReading(Networks.Named("linear"));
        var view = context.RenderView<PreparationView>(reading);
        view.Find("[data-testid=preparation-note]").TextContent.ShouldBe("Nothing is read yet.");

        view.InvokeAsync(() => reading.Read(Networks.Seven));
        view.FindAll("canvas").Select(canvas => canvas.GetAttribute("data-testid")).ShouldBe(
            ["step-picture", "step-foreground", "step-ink", "step-box", "step-center", "step-image"]);
        int[] lengths = [.. drawn.Invocations.SelectMany(call => (int[])call.Arguments[0]!)];
        byte[] bytes = [.. drawn.Invocations.SelectMany(call => (byte[])call.Arguments[1]!)];
        lengths.Length.ShouldBe(2 * 6);
        bytes.Length.ShouldBe(lengths.Where((_, i) => i % 2 == 1).Sum());
        bytes[..Networks.Seven.Pixels.Length].ShouldBe(Networks.Seven.Pixels);
        bytes[^784..].ShouldBe(reading.Pixels.ToArray().Select(ink => (byte)(255 - ink)));

        var placement = reading.Preparation!.Placement;
        view.Find("[data-testid=step-box-size]").TextContent.ShouldBe(
            $"Box, {placement.Width} x {placement.Height} to {placement.ImageWidth} x {placement.ImageHeight}");
        view.Find("[data-testid=step-center-place]").TextContent.ShouldBe(FormattableString.Invariant(
            $"Centre of mass, row {placement.CenterRow:0.0}, column {placement.CenterColumn:0.0}"));
    }
}
