using Bunit;
using Inkling.Lab.Reading;

namespace Inkling.Lab.Tests.Reading;

public class ScoresViewTests
{
    [Fact]
    public void The_logits_and_probabilities_of_the_prediction_are_shown_and_follow_the_picture()
    {
        using var context = new BunitContext();
        var reading = new DigitReading(Networks.Named("mlp"));
        var view = context.RenderView<ScoresView>(reading);
        view.Find("[data-testid=logit-3]").TextContent.ShouldBe("");

        view.InvokeAsync(() => reading.Read(Networks.Seven));
        var prediction = reading.Prediction!;
        for (var i = 0; i < 10; i++)
        {
            view.Find($"[data-testid=logit-{i}]").TextContent.ShouldBe(FormattableString.Invariant($"{prediction.Logits[i]:0.000}"));
            view.Find($"[data-testid=probability-{i}]").TextContent
                .ShouldBe(FormattableString.Invariant($"{100 * prediction.Probabilities[i]:0.0} %"));
        }

        view.Find(".predicted th").TextContent.ShouldBe(prediction.ClassName);
    }
}
