using Bunit;
using Inkling.Analysis;
using Inkling.Figures.Images;
using Inkling.Lab.Reading;

namespace Inkling.Lab.Tests.Reading;

public class AttributionViewTests
{
    [Fact]
    public void The_attribution_for_the_chosen_class_is_drawn()
    {
        using var context = new BunitContext();
        var reading = new DigitReading(Networks.Named("mlp"));
        reading.Read(Networks.Seven);
        var view = context.RenderView<AttributionView>(reading);
        view.Find("[data-testid=attribution-method]").Change("integrated-gradients");
        view.Find("[data-testid=attribution-class]").Change("3");
        var expected = new IntegratedGradients().Attribute(reading.Model, reading.Image.Span, 3);
        view.Text("attribution-map").ShouldContain(AttributionFigure.Of(expected).Note);
        view.FindAll("[data-testid=attribution-map] image").Count.ShouldBeGreaterThan(0);
    }

    [Fact]
    public void Grad_CAM_of_a_network_without_feature_maps_is_an_error_in_one_line()
    {
        using var context = new BunitContext();
        var reading = new DigitReading(Networks.Named("mlp"));
        reading.Read(Networks.Seven);
        var view = context.RenderView<AttributionView>(reading);
        view.Find("[data-testid=attribution-method]").Change("grad-cam");
        view.Text("attribution-error").ShouldNotBeEmpty();
        view.Text("attribution-error").ShouldNotContain("\n");
        view.FindAll("[data-testid=attribution-map]").ShouldBeEmpty();
    }
}
