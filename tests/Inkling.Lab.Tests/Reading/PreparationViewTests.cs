using Bunit;
using Inkling.Lab.Reading;

namespace Inkling.Lab.Tests.Reading;

public class PreparationViewTests
{
    [Fact]
    public void Every_step_is_painted_and_the_last_is_the_image_of_the_reading()
    {
        using var context = new BunitContext();
        var raster = context.JSInterop.SetupModule("./_content/Inkling.Lab/raster.js");
        var paints = raster.SetupVoid("paint", _ => true);
        paints.SetVoidResult();
        var reading = new DigitReading(Networks.Named("linear"));
        var view = context.Render<PreparationView>(parameters => parameters.Add(view => view.Reading, reading));
        view.Find("[data-testid=preparation-note]").TextContent.ShouldBe("Nothing is read yet.");

        view.InvokeAsync(() => reading.Read(Networks.Seven));
        view.FindAll("canvas").Select(canvas => canvas.GetAttribute("data-testid")).ShouldBe(
            ["step-picture", "step-foreground", "step-ink", "step-box", "step-center", "step-image"]);
        view.WaitForAssertion(() => paints.Invocations.Count.ShouldBe(6));
        var painted = paints.Invocations.Select(call => (byte[])call.Arguments[3]!).ToList();
        painted[0].ShouldBe(Networks.Seven.Pixels);
        painted[5].ShouldBe(reading.Pixels.ToArray().Select(ink => (byte)(255 - ink)));

        var placement = reading.Preparation!.Placement;
        view.Find("[data-testid=step-box-size]").TextContent.ShouldBe(
            $"Box, {placement.Width} x {placement.Height} to {placement.ImageWidth} x {placement.ImageHeight}");
        view.Find("[data-testid=step-center-place]").TextContent.ShouldBe(FormattableString.Invariant(
            $"Centre of mass, row {placement.CenterRow:0.0}, column {placement.CenterColumn:0.0}"));
    }
}
