using System.Globalization;
using Bunit;
using Inkling.Analysis;
using Inkling.Data;
using Inkling.Lab.Hosting;
using Inkling.Lab.Reading;
using Inkling.Models;

namespace Inkling.Lab.Tests.Reading;

public class AttackViewTests
{
    [Theory, InlineData("fgsm"), InlineData("pgd")]
    public void The_prediction_falls_where_the_smallest_epsilon_says(string method)
    {
        using var context = new BunitContext();
        var reading = new DigitReading(new NamedModel("pretrained", PretrainedModel.Load()));
        reading.Read(Networks.Seven);
        reading.Prediction!.ClassName.ShouldBe("7");
        var view = context.RenderView<AttackView>(reading);
        view.Find("[data-testid=attack-method]").Change(method);
        view.Text("attack-prediction").ShouldStartWith("7");

        view.Find("[data-testid=attack-search]").Click();
        var smallest = MinimalEpsilon.Search(
            reading.Model, new ImageDataset("seven", reading.Pixels.ToArray(), [7], reading.Model.ClassNames),
            method == "fgsm" ? new FastGradientSign() : new ProjectedGradient())[0];
        view.Text("attack-smallest").ShouldBe(smallest.ToString("0.000", CultureInfo.InvariantCulture));
        smallest.ShouldBeInRange(0.02f, 0.48f);
        view.Text("attack-epsilon-value").ShouldBe(view.Text("attack-smallest"));
        view.FindAll("[data-testid=attack-fell]").Count.ShouldBe(1);

        Choose(smallest - 0.01f);
        view.FindAll("[data-testid=attack-fell]").Count.ShouldBe(0);

        Choose(smallest + 0.01f);
        view.FindAll("[data-testid=attack-fell]").Count.ShouldBe(1);
        view.Text("attack-prediction").ShouldNotStartWith("7");
        Choose(0);
        view.FindAll("[data-testid=attack-fell]").Count.ShouldBe(0);

        void Choose(float epsilon) =>
            view.Find("[data-testid=attack-epsilon]").Input(epsilon.ToString("0.000", CultureInfo.InvariantCulture));
    }

    [Fact]
    public void There_is_nothing_to_attack_without_an_image()
    {
        using var context = new BunitContext();
        var reading = new DigitReading(Networks.Named("mlp"));
        var view = context.RenderView<AttackView>(reading);
        view.FindAll("[data-testid=attack-epsilon]").ShouldBeEmpty();
        view.InvokeAsync(() => reading.Read(Networks.Seven));
        view.FindAll("[data-testid=attack-epsilon]").Count.ShouldBe(1);
        view.InvokeAsync(reading.Clear);
        view.FindAll("[data-testid=attack-epsilon]").ShouldBeEmpty();
    }
}
