using Inkling.Data;
using Inkling.Figures.Images;
using Inkling.Models;

namespace Inkling.Figures.Tests.Images;

public sealed class ImageFiguresTests
{
    private static readonly Raster Digit = Raster.Of(Drawn.Digits, 0);
    private static readonly int Label = Drawn.Digits.Labels[0];

    [Fact]
    public void An_image_is_beside_its_values()
    {
        var figure = new PixelNumbers("Numbers", [0, 1, 128, 255, 254, 0], 2, 3);
        figure.ShouldLookAs("pixel-numbers");
        var svg = figure.ShouldBeSound();
        svg.ShouldHaveRoom();
        svg.EmbeddedImages()[0].Samples.ShouldBe([255, 254, 127, 0, 1, 255]);
        svg.EmbeddedImages()[1].Samples.ShouldBe([255, 255, 204, 153, 153, 255]);
        svg.Texts().ShouldBe(["Numbers", "2 × 3 pixels", "6 numbers: 0 is background, 255 is ink", "0", "0", "1", "128", "255", "254"]);
        figure.Description.ShouldBe("2 rows of 3 pixels, as pixels and as values from 0 to 255; 4 are above 0.");
    }

    [Fact]
    public void All_values_of_a_digit_are_beside_it_or_below_it()
    {
        var wide = PixelNumbers.Of(Drawn.Digits, 3);
        var svg = wide.ShouldBeSound();
        svg.ShouldHaveRoom();
        svg.Texts().Skip(3).Order().ShouldBe(Drawn.Digits.Image(3).ToArray().Select(pixel => $"{pixel}").Order());
        svg.ToString().Length.ShouldBeLessThan(60_000);
        var stacked = new PixelNumbers("Numbers", Drawn.Digits.Image(3), 28, 28) { IsStacked = true };
        stacked.ShouldBeSound().ShouldHaveRoom();
        stacked.Width.ShouldBe(480);
        new PixelNumbers("One", [7], 1, 1).ShouldBeSound().ShouldHaveRoom();
        new PixelNumbers("Tall", new byte[64 * 32], 64, 32) { IsStacked = true }.ShouldBeSound().ShouldHaveRoom();
    }

    [Fact]
    public void A_correct_and_an_incorrect_prediction_have_their_probabilities()
    {
        var right = new ImagePrediction("Correct", Digit, Drawn.Prediction(Label, 0.97f, Label));
        right.ShouldLookAs("prediction-correct");
        var svg = right.ShouldBeSound();
        svg.ShouldHaveRoom();
        svg.Texts().ShouldContain($"✓ {Label}");
        svg.Texts().ShouldContain("97.0 %");
        var predicted = (Label + 3) % 10;
        var wrong = new ImagePrediction("Misclassified", Digit, Drawn.Prediction(predicted, 0.62f, Label));
        wrong.ShouldLookAs("prediction-misclassified");
        wrong.ShouldBeSound().Texts().ShouldContain($"✗ {predicted}, label {Label}");
        wrong.Description.ShouldStartWith($"Predicted {predicted}, label {Label}, misclassified, confidence 62.0 %.");
        wrong.ShouldBeSound().Descendants()
            .ShouldContain(element => element.Attribute("class") != null && element.Attribute("class")!.Value == "frame incorrect");
        var unknown = new ImagePrediction("A drawing", Digit, Drawn.Prediction(predicted, 0.62f)).ShouldBeSound();
        unknown.Texts().ShouldContain($"predicted {predicted}");
        unknown.ToString().ShouldNotContain("frame ");
    }

    [Fact]
    public void Probabilities_that_are_not_numbers_predict_nothing()
    {
        var broken = new ImagePrediction("Broken", Digit, new Prediction(["a", "b"], [float.NaN, float.NaN], 1));
        var svg = broken.ShouldBeSound();
        svg.Texts().ShouldContain("✗ nothing,");
        svg.Texts().ShouldContain("NaN");
    }

    [Fact]
    public void An_adversarial_example_has_the_perturbation_and_its_amplification()
    {
        var changed =
            Drawn.Raster(28, 28, (row, column) => Math.Clamp(Digit[row, column] + ((row + column) % 2 == 0 ? 0.125 : -0.125), 0, 1));
        var predicted = (Label + 1) % 10;
        var figure = new AdversarialExample("FGSM, epsilon 0.125", Digit, changed,
            Drawn.Prediction(Label, 0.99f, Label),
            Drawn.Prediction(predicted, 0.7f, Label));
        figure.ShouldLookAs("adversarial-example");
        var svg = figure.ShouldBeSound();
        svg.ShouldHaveRoom();
        figure.LargestChange.ShouldBe(0.125, 1e-6);
        string.Join(" ", svg.Texts()).ShouldContain("amplified 8 times");
        svg.Texts().ShouldContain("less ink −0.125");
        svg.Texts().ShouldContain("+0.125 more ink");
        svg.Texts().ShouldContain($"✗ {predicted}, label {Label}");
        var images = svg.EmbeddedImages();
        images[0].Samples.ShouldBe(RasterImage.Ink(Digit).ToPng().Samples);
        images[2].Samples.ShouldBe(RasterImage.Ink(changed).ToPng().Samples);
        for (var i = 0; i < 784; i++)
            (images[1].Samples[3 * i], images[1].Samples[(3 * i) + 1]).ShouldBe((Color(i).Red, Color(i).Green));
        figure.Description.ShouldContain("Perturbed by at most 0.125 per pixel: Predicted");

        (byte Red, byte Green, byte Blue) Color(int i) => RasterImage.Color(changed.Values[i] - Digit.Values[i], figure.LargestChange);
    }

    [Fact]
    public void An_attack_without_changes_and_long_names_are_drawn()
    {
        var names = ImageDataset.Digits.Select(digit => $"a handwritten digit that is {digit}").ToList();
        var prediction = new Prediction(names, Drawn.Probabilities(3, 0.7f), Label == 3 ? 4 : Label);
        var svg = new AdversarialExample("Nothing", Digit, Digit, prediction, prediction).ShouldBeSound();
        svg.ShouldHaveRoom();
        string.Join(" ", svg.Texts()).ShouldContain("no pixel is changed");
        svg.Texts().ShouldContain("Every value is 0.");
        new AdversarialExample("Tall", new Raster(new float[128], 16, 8), Drawn.Raster(16, 8, (_, _) => double.NaN), prediction, prediction)
            .ShouldBeSound().ShouldHaveRoom();
        Should.Throw<ArgumentException>(() => new AdversarialExample("t", Digit, new Raster([0], 1, 1), prediction, prediction));
        Should.Throw<ArgumentException>(() => new AdversarialExample("t", Digit, Digit, prediction, new Prediction(["a"], [1f])));
    }

    [Fact]
    public void Activations_are_shown_from_the_pixels_to_the_probabilities()
    {
        var contributions = Drawn.Raster(28, 28, (row, column) => Digit[row, column] * (row < 14 ? 0.5 : -0.25));
        float[] hidden = [.. Enumerable.Range(0, 128).Select(i => (i - 64) / 32f)];
        float[] maps = [.. Enumerable.Range(0, 4 * 6 * 6).Select(i => (i % 36 / 36f) - 0.25f)];
        float[] logits = [.. Enumerable.Range(0, 10).Select(i => i == Label ? 4.5f : -i)];
        var figure = new ActivationFigure("Activations", Digit, contributions,
            [new("Conv2d(1, 4)", maps, 4, 6, 6), new(
                "Linear(784, 128)", hidden, 128), new("ReLU", [.. hidden.Select(value => Math.Max(value, 0))], 128)],
            logits, Drawn.Prediction(Label, 0.97f, Label), rival: (Label + 1) % 10);
        figure.ShouldLookAs("activations");
        var svg = figure.ShouldBeSound();
        svg.ShouldHaveRoom();
        var images = svg.EmbeddedImages();
        images[0].Samples.ShouldBe(RasterImage.Ink(Digit).ToPng().Samples);
        images[1].Samples.ShouldBe(RasterImage.Signed(contributions, contributions.Largest).ToPng().Samples);
        images.Count(image => image.Width == 6 && image.Height == 6).ShouldBe(4);
        images.Where(image => image.Width == 64)
            .Select(image => image.Height).ShouldBe([1, 1, 1, 1], "two lines of 64 for each of the vectors");
        svg.Texts().ShouldContain("4 × 6 × 6: −0.25 to +0.722");
        svg.Texts().ShouldContain("128: −2 to +1.97");
        svg.Texts().ShouldContain("+4.50");
        svg.Texts().ShouldContain($"+0.5 for {Label}");
        svg.Tooltips().ShouldContain("Linear(784, 128) 127: +1.97");
        svg.Tooltips().ShouldContain($"{Label}: +4.50, predicted");
        figure.Description.ShouldContain(
            $"pixels for {Label}, {contributions.Values.ToArray().Count(value => value < 0)} for {(Label + 1) % 10}");
    }

    [Fact]
    public void An_attribution_is_a_layer_over_the_image()
    {
        var values = Drawn.Raster(28, 28, (row, column) => Digit[row, column] * (row < 14 ? 0.5 : -0.25));
        var figure = new AttributionFigure("Gradient times input", Digit, values, "7", note: "The logit of 7 is +2.");
        figure.ShouldLookAs("attribution");
        var svg = figure.ShouldBeSound();
        svg.ShouldHaveRoom();
        var images = svg.EmbeddedImages();
        images[0].Samples.ShouldBe(RasterImage.Ink(Digit).ToPng().Samples);
        images[1].Samples.ShouldBe(RasterImage.Signed(values, 0.5).ToPng().Samples);
        images[2].Samples.ShouldBe(RasterImage.Shadow(Digit, 0.25f).ToPng().Samples);
        images[3].Width.ShouldBe((2 * RasterImage.Steps) + 1);
        svg.Texts().ShouldContain("against 7 −0.5");
        svg.Texts().ShouldContain("+0.5 for 7");
        svg.Texts().ShouldContain("The logit of 7 is +2.");
        var (above, below) = (values.Values.ToArray().Count(value => value > 0), values.Values.ToArray().Count(value => value < 0));
        figure.Description.ShouldBe(
            $"Gradient times input: {above} pixels for 7, {below} against 7, by at most +0.5. The logit of 7 is +2.");
    }

    [Fact]
    public void The_scale_of_an_attribution_without_negative_values_begins_at_zero()
    {
        var values = Drawn.Raster(28, 28, (row, _) => row / 27.0);
        var svg = new AttributionFigure("Saliency", Digit, values, "a class with a long name", isMagnitude: true).ShouldBeSound();
        svg.ShouldHaveRoom();
        svg.EmbeddedImages()[3].Width.ShouldBe(RasterImage.Steps + 1);
        svg.Texts().ShouldContain(text => text.StartsWith("for or against", StringComparison.Ordinal));
        svg.Texts().ShouldNotContain(text => text.Contains('−'));
        new AttributionFigure("Nothing", Digit, new Raster(new float[784], 28, 28), "7").ShouldBeSound().Texts()
            .ShouldContain("Every value is 0.");
        var unknown = new AttributionFigure("NaN", Digit, Drawn.Raster(28, 28, (_, _) => double.NaN), "7");
        unknown.ShouldBeSound().Texts().ShouldContain("784 values are NaN: amber.");
        Should.Throw<ArgumentException>(() => new AttributionFigure("t", Digit, new Raster([0], 1, 1), "7")).Message
            .ShouldContain("the attribution is 1 x 1, expected 28 x 28");
    }

    [Fact]
    public void Many_feature_maps_long_vectors_and_NaN_are_truncated_and_named()
    {
        var prediction = Drawn.Prediction(1, 0.5f);
        var logits = new float[10];
        logits[2] = float.NaN;
        var figure = new ActivationFigure("Activations", Digit, new Raster(new float[784], 28, 28),
            [
                new("conv with a name that is longer than a line is wide, and longer", new float[64 * 49], 64, 7, 7),
                new("flat", new float[3136], 3136), new("pooled", new float[64], 64, 1, 1), new("one", [float.NaN], 1),
            ],
            logits,
            prediction);
        var svg = figure.ShouldBeSound();
        svg.ShouldHaveRoom();
        svg.Texts().ShouldContain("64 × 7 × 7: 0 to 0, 16 shown");
        svg.Texts().ShouldContain("3136: 0 to 0, 1024 shown");
        svg.Texts().ShouldContain("1: no finite values");
        svg.Texts().ShouldContain("1 value is NaN: amber.");
        svg.ToString().Length.ShouldBeLessThan(100_000);
        new ActivationFigure("No layers", Digit, Digit, [], new float[10], prediction).ShouldBeSound().ShouldHaveRoom();
        Should.Throw<ArgumentException>(() => new LayerActivations("a", new float[5], 6));
        Should.Throw<ArgumentException>(() => new ActivationFigure("t", Digit, Digit, [], new float[9], prediction));
        Should.Throw<ArgumentException>(() => new ActivationFigure("t", Digit, new Raster([0], 1, 1), [], logits, prediction));
        Should.Throw<ArgumentException>(() => new ActivationFigure("t", Digit, Digit, [], logits, prediction, 10));
    }
}
