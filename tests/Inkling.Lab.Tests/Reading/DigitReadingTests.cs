using Inkling.Data;
using Inkling.Lab.Reading;
using Inkling.Models;
using Inkling.Pictures;

namespace Inkling.Lab.Tests.Reading;

public class DigitReadingTests
{
    [Fact]
    public void A_picture_is_prepared_and_predicted_as_the_library_does()
    {
        var reading = new DigitReading(Networks.Named("mlp"));
        var changes = 0;
        reading.Changed += () => changes++;
        reading.Read(Networks.Seven);

        var pixels = DigitPreparation.Prepare(Networks.Seven);
        reading.Pixels.ToArray().ShouldBe(pixels);
        reading.Image.ToArray().ShouldBe(pixels.Select(pixel => pixel / 255f));
        var expected = new Predictor(reading.Model).Predict(pixels);
        reading.Prediction!.Probabilities.ToArray().ShouldBe(expected.Probabilities.ToArray());
        reading.Prediction.Logits.ToArray().ShouldBe(expected.Logits.ToArray());
        reading.Preparation!.Image.ToArray().ShouldBe(pixels);
        reading.Error.ShouldBeNull();
        changes.ShouldBe(1);
    }

    [Fact]
    public void A_blank_picture_is_an_error_of_one_line_without_prediction()
    {
        var reading = new DigitReading(Networks.Named("mlp"));
        reading.Read(Networks.Seven);
        reading.Read(new GrayImage(8, 8, new byte[64]), "blank.png");
        reading.Prediction.ShouldBeNull();
        reading.Pixels.IsEmpty.ShouldBeTrue();
        reading.Error.ShouldStartWith("blank.png: blank picture");
        reading.Clear();
        reading.Error.ShouldBeNull();
    }

    [Fact]
    public void Another_model_reads_the_same_image_and_keeps_the_true_class_by_its_name()
    {
        var reading = new DigitReading(Networks.Named("mlp"));
        var seven = Handwriting.Draw(7, new RandomStream(1));
        reading.Show(seven, "7");
        reading.Label.ShouldBe(7);
        reading.Use(Networks.Named("threes-sevens"));
        reading.Label.ShouldBe(1);
        reading.Pixels.ToArray().ShouldBe(seven);
        reading.Prediction!.ClassNames.ShouldBe(["3", "7"]);
    }

    [Fact]
    public void Changed_weights_are_predicted_with_after_a_refresh()
    {
        var reading = new DigitReading(Networks.Named("linear"));
        reading.Read(Networks.Seven);
        foreach (var parameter in reading.Model.Module.Parameters())
            parameter.Span.Clear();
        reading.Refresh();
        reading.Prediction!.Probabilities.ToArray().ShouldAllBe(probability => probability == 0.1f);
    }

    [Fact]
    public void An_image_of_another_size_is_refused() =>
        Should.Throw<ArgumentException>(() => new DigitReading(Networks.Named("mlp")).Show(new byte[10])).Message
            .ShouldStartWith("DigitReading: an image of 10 pixels, 28x28 expected");
}
