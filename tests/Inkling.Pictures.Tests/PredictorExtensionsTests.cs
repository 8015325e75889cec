using Inkling.Data;
using Inkling.Models;
using Inkling.Nn;

namespace Inkling.Pictures.Tests;

public class PredictorExtensionsTests
{
    private static Predictor ForImagesOf(int side)
    {
        var random = new RandomStream(3);
        var network = new Sequential(new Flatten(), new Linear(side * side, 10, random: random));
        return new Predictor(new TrainedModel("linear", network, ImageDataset.Digits, side, side));
    }

    [Fact]
    public void A_file_a_stream_and_pixels_give_the_prediction_of_the_prepared_image()
    {
        var predictor = ForImagesOf(28);
        var prepared = DigitPreparation.Prepare(Samples.Seven);
        var expected = predictor.Predict(prepared);
        foreach (var prediction in (Prediction[])
            [
                predictor.Predict(Samples.Path("seven.png")), predictor.Predict(new MemoryStream(Samples.Bytes("seven.png"))),
                predictor.Predict(Samples.Seven),
            ])
        {
            prediction.Probabilities.ToArray().ShouldBe(expected.Probabilities.ToArray());
            prediction.Image.ToArray().ShouldBe([.. prepared.Select(pixel => pixel / 255f)]);
        }
    }

    [Fact]
    public void A_picture_that_cannot_be_used_is_named()
    {
        var predictor = ForImagesOf(28);
        Should.Throw<InvalidDataException>(() => predictor.Predict(Samples.Path("seven.tiff"))).Message
            .ShouldBe($"{Samples.Path("seven.tiff")}: a TIFF picture, expected PNG, JPEG, WebP, BMP or GIF");
        Should.Throw<InvalidDataException>(() => predictor.Predict(new GrayImage(9, 9, new byte[81]), "paper")).Message
            .ShouldStartWith("paper: blank picture");
        Should.Throw<ArgumentException>(() => ForImagesOf(14).Predict(Samples.Seven));
    }
}
