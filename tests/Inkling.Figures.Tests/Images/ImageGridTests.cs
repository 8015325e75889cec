using Inkling.Data;
using Inkling.Figures.Images;

namespace Inkling.Figures.Tests.Images;

public sealed class ImageGridTests
{
    [Fact]
    public void A_sample_grid_has_the_images_of_a_set_with_their_labels()
    {
        var grid = SampleGrid.Of(Drawn.Digits, 12);
        grid.ShouldLookAs("sample-grid");
        var svg = grid.ShouldBeSound();
        svg.ShouldHaveRoom();
        var images = svg.EmbeddedImages();
        images.Count.ShouldBe(12);
        for (var i = 0; i < 12; i++)
        {
            images[i].Samples.ShouldBe([.. Drawn.Digits.Image(i).ToArray().Select(pixel => (byte)(255 - pixel))]);
            svg.Tooltips()[i].ShouldBe($"image {i}: {Drawn.Digits.Labels[i]}");
        }

        svg.Texts().Skip(1).ShouldBe(Drawn.Digits.Labels.Take(12).Select(label => $"{label}"));
        grid.Description.ShouldStartWith("12 images with their labels: ");
    }

    [Fact]
    public void Sixty_four_images_stay_below_100_kilobytes()
    {
        var svg = SampleGrid.Of(Handwriting.Test(64), 64, columns: 8).ToSvg();
        svg.Length.ShouldBeLessThan(100_000);
    }

    [Fact]
    public void Predictions_are_marked_in_words_as_in_colours()
    {
        var label = Drawn.Digits.Labels[1];
        var other = label == 4 ? "9" : "4";
        var grid = new PredictionsGrid(
            "Predictions",
            [
                Drawn.Predicted(0, confidence: 0.987f), Drawn.Predicted(1, other, 0.61f),
                Drawn.Predicted(2), Drawn.Predicted(3), Drawn.Predicted(4),
            ]);
        grid.ShouldLookAs("predictions");
        var svg = grid.ShouldBeSound();
        svg.ShouldHaveRoom();
        svg.Texts().ShouldContain($"✓ {Drawn.Digits.Labels[0]}");
        svg.Texts().ShouldContain("98.7 %");
        svg.Texts().ShouldContain($"✗ {other}, label {label}");
        svg.Tooltips()[1].ShouldBe($"image 1: predicted {other}, label {label}, misclassified, confidence 61.00 %");
        svg.Descendants().Where(element => element.Name.LocalName == "rect").Select(rect => rect.Attribute("class")!.Value)
            .ShouldBe(["ground", "frame correct", "frame incorrect", "frame correct", "frame correct", "frame correct"]);
        grid.Description.ShouldBe(
            $"5 images, 1 misclassified: image 1: predicted {other}, label {label}, misclassified, confidence 61.0 %.");
        new PredictionsGrid("Predictions", [Drawn.Predicted(0)]).Description.ShouldBe("1 image, 0 misclassified.");
    }

    [Fact]
    public void Mistakes_have_predicted_class_label_and_confidence()
    {
        var mistakes =
            Enumerable.Range(0, 6).Select(i => Drawn.Predicted(i, Drawn.Digits.Labels[i] == 9 ? "4" : "9", 0.99f - (i * 0.1f))).ToList();
        var grid = new MistakesGrid("Most confident misclassifications", mistakes, 213);
        grid.ShouldLookAs("mistakes");
        var svg = grid.ShouldBeSound();
        svg.ShouldHaveRoom();
        svg.Texts().ShouldContain(text => text.StartsWith("✗ 9, label ", StringComparison.Ordinal));
        svg.Texts().ShouldContain("6 of 213 misclassified images, the most confident first.");
        grid.Description.ShouldStartWith(
            $"6 of 213 misclassified images, the most confident first: image 0: predicted {mistakes[0].Prediction.ClassName}, "
            + $"label {mistakes[0].Prediction.LabelName}, misclassified, confidence 99.0 %; ");
        Should.Throw<ArgumentException>(() => new MistakesGrid("t", [Drawn.Predicted(0)], 1))
            .Message.ShouldContain("image 0 is not misclassified");
        Should.Throw<ArgumentException>(() => new MistakesGrid("t", mistakes, 5));
    }

    [Fact]
    public void A_figure_without_images_has_a_text()
    {
        Figure none = new MistakesGrid("Mistakes", [], 0);
        none.ShouldLookAs("mistakes-none");
        none.Description.ShouldBe("Every image is classified correctly.");
        none.ShouldBeSound().Texts().ShouldBe(["Mistakes", "Every image is classified correctly."]);
        new MistakesGrid("Mistakes", [], 3).Description.ShouldBe("None of 3 misclassified images is shown.");
        new ConfusedPairs("Pairs", []).ShouldBeSound().Texts().ShouldContain("No image is misclassified.");
        new SampleGrid("Samples", []).ShouldBeSound().Texts().ShouldContain("No images.");
        new PredictionsGrid("Predictions", []).ShouldBeSound().Texts().ShouldContain("No images.");
        new WeightImages("Weights", []).ShouldBeSound().Texts().ShouldBe(["Weights", "No weights of images."]);
    }

    [Fact]
    public void Confused_pairs_have_at_most_six_examples_each()
    {
        var eights = Enumerable.Range(0, 8).Select(i => Drawn.Predicted(i, "x", 0.8f)).ToList();
        var figure = new ConfusedPairs("Most confused", [new("4", "9", 12, eights), new("7", "5", 1, [Drawn.Predicted(9, "5", 0.7f)])]);
        figure.ShouldLookAs("confused-pairs");
        var svg = figure.ShouldBeSound();
        svg.ShouldHaveRoom();
        svg.EmbeddedImages().Count.ShouldBe(7);
        svg.Texts().ShouldContain("4 predicted as 9: 12 times");
        svg.Texts().ShouldContain("7 predicted as 5: once");
        figure.Description.ShouldBe("4 predicted as 9: 12 times; 7 predicted as 5: once.");
    }

    [Fact]
    public void Weights_have_one_scale_with_a_colour_bar()
    {
        var images = Enumerable.Range(1, 3).Select(unit => Drawn.Raster(5, 5, (row, column) => unit * (row + column - 4) / 48.0)).ToList();
        var figure = new WeightImages("Filters", images, total: 8);
        figure.ShouldLookAs("weights");
        var svg = figure.ShouldBeSound();
        svg.ShouldHaveRoom();
        var drawn = svg.EmbeddedImages();
        drawn.Count.ShouldBe(4, "three filters and the scale");
        for (var i = 0; i < 3; i++)
        {
            for (var pixel = 0; pixel < 25; pixel++)
            {
                var color = drawn[i].Samples.AsSpan(3 * pixel, 3);
                (color[0], color[1], color[2]).ShouldBe(RasterImage.Color(images[i].Values[pixel], 0.25));
            }
        }

        var scale = drawn[3];
        (scale[0, 0, 0], scale[0, 0, 1], scale[0, 0, 2]).ShouldBe((160, 12, 32));
        (scale[0, scale.Width / 2, 0], scale[0, scale.Width / 2, 1]).ShouldBe((255, 255));
        (scale[0, scale.Width - 1, 0], scale[0, scale.Width - 1, 2]).ShouldBe((16, 148));
        foreach (var text in (string[])["negative −0.25", "0", "+0.25 positive", "3 of 8 images of weights, on one scale."])
            svg.Texts().ShouldContain(text);
        svg.Tooltips()[2].ShouldBe("number 2: −0.25 to +0.25, mean 0");
    }

    [Fact]
    public void Weights_of_classes_have_their_names_and_constant_ones_no_scale()
    {
        var flat = new Raster(new float[784], 28, 28);
        var svg = new WeightImages("Weights", [flat, flat], ["three", "seven"]).ShouldBeSound();
        svg.Texts().ShouldContain("seven");
        svg.Texts().ShouldContain("Every value is 0.");
        svg.EmbeddedImages().Count.ShouldBe(2);
        svg.EmbeddedImages()[0].Samples.ShouldAllBe(sample => sample == 255);
        Should.Throw<ArgumentException>(() => new WeightImages("Weights", [flat], ["a", "b"]));
        Should.Throw<ArgumentException>(() => new WeightImages("Weights", [flat, flat], total: 1));
    }

    [Fact]
    public void Odd_sizes_long_names_and_values_that_are_not_numbers_have_room()
    {
        var tall = Drawn.Raster(64, 32, (_, column) => column / 31.0);
        var broken = Drawn.Raster(8, 8, (row, column) => row == column ? double.NaN : row / 8.0);
        LabelledImage[] samples =
        [
            new(0, tall, "a handwritten seven with a bar across its stem, as on the continent"), new(1, broken, "eight & <nine>"),
            new(2, new Raster(new float[64], 8, 8), "Donaudampfschifffahrtsgesellschaftskapitän"),
            new(3, new Raster([0, 1, 0.5f], 1, 3), "数字数字数字数字数字数字数字"),
        ];
        var grid = new SampleGrid("Images of several sizes, and names that are longer than an image is wide", samples);
        grid.ShouldLookAs("sample-grid-odd");
        var svg = grid.ShouldBeSound();
        svg.ShouldHaveRoom();
        svg.Texts().ShouldContain("8 values are NaN: amber.");
        svg.Tooltips()[1].ShouldBe("image 1: eight & <nine>");
        foreach (var columns in (int?[])[1, 2, 7, 24, null])
        {
            new SampleGrid("t", samples, columns).ShouldBeSound().ShouldHaveRoom();
            var predicted = samples.Select(
                sample => new PredictedImage(0, sample.Image, Drawn.Prediction(sample.Label, sample.Label + "?", float.NaN)));
            new PredictionsGrid("t", [.. predicted], columns)
                .ShouldBeSound().EmbeddedImages().Count.ShouldBe(4);
        }

        Should.Throw<ArgumentOutOfRangeException>(() => new SampleGrid("t", [], 0));
        Should.Throw<ArgumentOutOfRangeException>(() => new PredictionsGrid("t", [], 25));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(9)]
    [InlineData(16)]
    public void Any_number_of_images_has_room(int count)
    {
        SampleGrid.Of(Drawn.Digits, count).ShouldBeSound().ShouldHaveRoom();
        new MistakesGrid("t", [.. Enumerable.Range(0, count).Select(i => Drawn.Predicted(i, "not a digit", 1))], count)
            .ShouldBeSound().ShouldHaveRoom();
    }
}
