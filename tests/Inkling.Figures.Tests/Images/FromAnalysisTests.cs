using Inkling.Analysis;
using Inkling.Data;
using Inkling.Figures.Images;
using Inkling.Models;
using Inkling.Training;

namespace Inkling.Figures.Tests.Images;

public sealed class FromAnalysisTests
{
    private static readonly TrainedModel Linear = Untrained("linear");
    private static readonly Predictions Read = Predictions.Of(Linear, Drawn.Digits);

    [Fact]
    public void Predictions_and_mistakes_are_those_of_the_model()
    {
        var grid = PredictionsGrid.Of(Read, 12);
        grid.Images.Count.ShouldBe(12);
        for (var i = 0; i < 12; i++)
        {
            var image = grid.Images[i];
            (image.Label, image.Read, image.Confidence).ShouldBe(($"{Drawn.Digits.Labels[i]}", $"{Read.Class(i)}", Read.Confidence(i)));
            image.IsCorrect.ShouldBe(Read.IsCorrect(i));
        }

        var mistakes = MistakesGrid.Of(Read, 4);
        mistakes.Total.ShouldBe(Enumerable.Range(0, 16).Count(i => Read.Class(i) != Drawn.Digits.Labels[i]));
        mistakes.Mistakes.Select(image => image.Confidence).ShouldBe(mistakes.Mistakes.Select(image => image.Confidence).OrderDescending());
        mistakes.ShouldBeSound().ShouldHaveRoom();
        var image3 = ImagePrediction.Of(Read, 3);
        (image3.Reading.Class, image3.Reading.Label).ShouldBe((Read.Class(3), Drawn.Digits.Labels[3]));
        image3.ShouldBeSound();
        PredictionsGrid.Of(Read, 100).Images.Count.ShouldBe(16);
    }

    [Fact]
    public void Confused_pairs_come_with_their_own_images()
    {
        var figure = ConfusedPairs.Of(Read, 3);
        figure.Pairs.Count.ShouldBe(3);
        foreach (var pair in figure.Pairs)
        {
            pair.Count.ShouldBe(
                Enumerable.Range(0, 16).Count(i => $"{Drawn.Digits.Labels[i]}" == pair.Label && $"{Read.Class(i)}" == pair.Read));
            pair.Examples.Count.ShouldBe(Math.Min(pair.Count, ConfusedPairs.MaxExamples));
            pair.Examples.ShouldAllBe(example => example.Label == pair.Label && example.Read == pair.Read);
        }

        figure.ShouldBeSound().ShouldHaveRoom();
    }

    [Fact]
    public void Weights_have_the_names_of_classes_only_where_they_stand_for_them()
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
    public void What_flowed_leaves_out_what_changes_nothing_and_the_logits(string name, int layers)
    {
        var explanation = Explanation.Of(Untrained(name), Drawn.Digits, 2);
        var figure = ActivationFigure.Of(explanation, Drawn.Digits.Labels[2]);
        figure.Layers.Count.ShouldBe(layers);
        figure.Logits.ShouldBe(explanation.Logits.ToArray());
        (figure.Reading.Class, figure.Rival).ShouldBe((explanation.Class, explanation.RunnerUp));
        figure.ShouldBeSound().ShouldHaveRoom();
    }

    [Fact]
    public void An_attack_is_shown_with_what_the_model_made_of_it()
    {
        var batch = Drawn.Digits.Take([5]);
        var moved = new FastGradientSign().Perturb(Linear, batch.Inputs, batch.Labels, 0.25f);
        var figure =
        AdversarialExample.Of("FGSM", Explanation.Of(Linear, Drawn.Digits, 5), Explanation.Of(Linear, moved.Span), Drawn.Digits.Labels[5]);
        figure.LargestChange.ShouldBe(0.25, 1e-6);
        figure.Changed.Values.ToArray().ShouldBe(moved.ToArray());
        figure.Before.Class.ShouldBe(Read.Class(5));
        figure.ShouldBeSound().ShouldHaveRoom();
    }

    private static TrainedModel Untrained(string name)
    {
        Randomness.Seed(7);
        return new TrainedModel(name, ModelCatalog.Create(name), ModelCatalog.Find(name).Classes ?? ImageDataset.Digits);
    }
}
