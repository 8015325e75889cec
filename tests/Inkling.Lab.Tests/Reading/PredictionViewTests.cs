using Bunit;
using Inkling.Lab.Reading;

namespace Inkling.Lab.Tests.Reading;

public class PredictionViewTests
{
    [Fact]
    public void A_prediction_below_the_threshold_is_not_sure()
    {
        using var context = new BunitContext();
        var reading = new DigitReading(Networks.Named("mlp"));
        var view = context.RenderView<PredictionView>(reading);
        view.Find("[data-testid=prediction]").TextContent.ShouldBe("");

        view.InvokeAsync(() => reading.Read(Networks.Seven));
        var prediction = reading.Prediction!;
        reading.IsSure.ShouldBeFalse();
        view.Find("[data-testid=prediction]").TextContent.ShouldBe($"{prediction.ClassName}? not sure");
        view.Find("[data-testid=confidence]").TextContent.ShouldBe(FormattableString.Invariant($"{100 * prediction.Confidence:0.0} %"));
    }

    [Fact]
    public void A_prediction_above_the_threshold_is_the_class_alone()
    {
        using var context = new BunitContext();
        var reading = new DigitReading(Networks.Named("linear"));
        reading.Model.Module.Parameters().Single(parameter => parameter.Rank == 1).Span[7] = 100;
        reading.Read(Networks.Seven);
        var view = context.RenderView<PredictionView>(reading);
        view.Find("[data-testid=prediction]").TextContent.ShouldBe("7");
    }

    [Fact]
    public void The_error_of_a_blank_picture_is_shown()
    {
        using var context = new BunitContext();
        var reading = new DigitReading(Networks.Named("linear"));
        reading.Read(new Inkling.Pictures.GrayImage(8, 8, new byte[64]), "blank.png");
        var view = context.RenderView<PredictionView>(reading);
        view.Find("[data-testid=prediction]").TextContent.ShouldBe(reading.Error);
    }
}
