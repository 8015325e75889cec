using Inkling.Analysis;
using Inkling.Data;
using Inkling.Figures.Images;
using Inkling.Models;
using Inkling.Training;

namespace Inkling.Figures.Tests.Images;

public sealed class FromAnalysisTests
{
    private static readonly TrainedModel Linear = Untrained("linear");
    private static readonly Predictions Evaluated = Predictions.Of(Linear, Drawn.Digits);

    [Fact]
    public void Predictions_and_mistakes_are_those_of_the_model()
    {
        var grid = PredictionsGrid.Of(Evaluated, 12);
        grid.Images.Count.ShouldBe(12);
        for (var i = 0; i < 12; i++)
        {
            var image = grid.Images[i];
            var prediction = image.Prediction;
            (prediction.Label, prediction.Class, prediction.Confidence)
                .ShouldBe((Drawn.Digits.Labels[i], Evaluated.Class(i), Evaluated.Confidence(i)));
        }

        var mistakes = MistakesGrid.Of(Evaluated, 4);
        mistakes.Total.ShouldBe(Enumerable.Range(0, 16).Count(i => Evaluated.Class(i) != Drawn.Digits.Labels[i]));
        var confidences = mistakes.Mistakes.Select(image => image.Prediction.Confidence).ToList();
        confidences.ShouldBe(confidences.OrderDescending());
        mistakes.ShouldBeSound().ShouldHaveRoom();
        var image3 = ImagePrediction.Of(Evaluated, 3);
        (image3.Prediction.Class, image3.Prediction.Label).ShouldBe((Evaluated.Class(3), Drawn.Digits.Labels[3]));
        image3.ShouldBeSound();
        PredictionsGrid.Of(Evaluated, 100).Images.Count.ShouldBe(16);
    }

    [Fact]
    public void Confused_pairs_have_their_own_images()
    {
        var figure = ConfusedPairs.Of(Evaluated, 3);
        figure.Pairs.Count.ShouldBe(3);
        foreach (var pair in figure.Pairs)
        {
            pair.Count.ShouldBe(
                Enumerable.Range(0, 16).Count(i => $"{Drawn.Digits.Labels[i]}" == pair.Label && $"{Evaluated.Class(i)}" == pair.Predicted));
            pair.Examples.Count.ShouldBe(Math.Min(pair.Count, ConfusedPairs.MaxExamples));
            pair.Examples.ShouldAllBe(
                example => example.Prediction.LabelName == pair.Label && example.Prediction.ClassName == pair.Predicted);
        }

        figure.ShouldBeSound().ShouldHaveRoom();
    }

    [Fact]
    public void Weights_are_named_by_class_only_where_outputs_are_classes()
    {
        var linear = WeightImages.Of(Linear);
        linear.ShouldBeSound().Texts().Skip(linear.TitleLines.Count).Take(10).ShouldBe(ImageDataset.Digits);
        linear.Images[7].Values.ToArray().ShouldBe(FirstLayerWeights.Of(Linear).Image(7).ToArray());
        var mlp = WeightImages.Of(Untrained("mlp"), 6);
        (mlp.Images.Count, mlp.Images[0].Rows).ShouldBe((6, 28));
        mlp.ShouldBeSound().Texts().ShouldContain($"6 of {mlp.Total} images of weights, on one scale.");
        WeightImages.Of(Untrained("cnn")).Images[0].Rows.ShouldBeLessThan(8);
        var threes = WeightImages.Of(Untrained("threes-sevens"));
        threes.Images.Count.ShouldBe(1);
        threes.ShouldBeSound().Texts().ShouldContain("blue: 3, red: 7");
    }

    [Theory]
    [InlineData("linear", 0)]
    [InlineData("mlp", 2)]
    public void Activations_leave_out_layers_that_only_reshape_and_the_logits(string name, int layers)
    {
        var explanation = Explanation.Of(Untrained(name), Drawn.Digits, 2);
        var figure = ActivationFigure.Of(explanation, Drawn.Digits.Labels[2]);
        figure.Layers.Count.ShouldBe(layers);
        figure.Logits.ShouldBe(explanation.Logits.ToArray());
        (figure.Prediction.Class, figure.Rival).ShouldBe((explanation.Class, explanation.RunnerUp));
        figure.ShouldBeSound().ShouldHaveRoom();
    }

    [Fact]
    public void Attributions_are_those_of_the_method()
    {
        var image = Drawn.Digits.Take([5]).Inputs.ToArray();
        foreach (var method in AttributionMethod.All.SkipLast(1))
        {
            var attribution = method.Attribute(Linear, image, 3);
            var figure = AttributionFigure.Of(attribution);
            figure.Title.ShouldBe($"{method.Title}, logit of 3");
            figure.Attribution.Values.ToArray().ShouldBe(attribution.Values.ToArray());
            figure.Image.Values.ToArray().ShouldBe(image);
            (figure.ClassName, figure.IsMagnitude).ShouldBe(("3", method is Saliency));
            figure.Note.Contains("of the baseline").ShouldBe(method is IntegratedGradients);
            figure.ShouldBeSound().ShouldHaveRoom();
        }

        var cnn = AttributionFigure.Of(new GradCam().Attribute(Untrained("cnn"), image, 3));
        cnn.Note.ShouldEndWith("Feature maps of block4.");
        cnn.ShouldBeSound().ShouldHaveRoom();
        AttributionFigure.Of(new Saliency().Attribute(Untrained("simple-net"), image, 1)).Title.ShouldBe("Saliency, log-odds of 7");
    }

    [Fact]
    public void An_attack_is_shown_with_both_predictions()
    {
        var batch = Drawn.Digits.Take([5]);
        var moved = new FastGradientSign().Perturb(Linear, batch.Inputs, batch.Labels, 0.25f);
        var figure = AdversarialExample.Of(
            "FGSM", Explanation.Of(Linear, Drawn.Digits, 5), Explanation.Of(Linear, moved.Span), Drawn.Digits.Labels[5]);
        figure.LargestChange.ShouldBe(0.25, 1e-6);
        figure.Perturbed.Values.ToArray().ShouldBe(moved.ToArray());
        figure.Before.Class.ShouldBe(Evaluated.Class(5));
        figure.ShouldBeSound().ShouldHaveRoom();
    }

    private static TrainedModel Untrained(string name)
    {
        Randomness.Seed(7);
        return new TrainedModel(name, ModelCatalog.Create(name), ModelCatalog.Find(name).Classes ?? ImageDataset.Digits);
    }
}
