using Inkling.Data;
using Inkling.Models;
using Inkling.Nn;
using Inkling.Tests.Data;

namespace Inkling.Tests.Models;

public class PredictorTests
{
    [Fact]
    public void Bytes_floats_and_sets_give_the_softmax_of_the_models_logits()
    {
        var predictor = new Predictor(Model());
        var pixels = new byte[] { 0, 51, 255, 102, 0, 0, 255, 255, 255, 10, 20, 30 };
        var images = Tensor.From([.. pixels.Select(pixel => pixel / 255f)], 2, 1, 2, 3);
        var expected = predictor.Model.Module.Forward(images).Softmax();

        var many = predictor.Predict(images);
        many.Count.ShouldBe(2);
        // A row of three powers is rounded otherwise than six of two rows at once.
        many[1].Probabilities.ToArray().ShouldBe(expected.ToArray()[3..]);
        many[1].Image.ToArray().ShouldBe(images.ToArray()[6..]);
        many[1].Logits.ToArray().ShouldBe(predictor.Model.Module.Forward(images).ToArray()[3..]);
        predictor.Predict(pixels.AsSpan(6)).Probabilities.ToArray().ShouldBe(many[1].Probabilities.ToArray(), 1e-6);
        predictor.Predict(images.Span[6..]).Probabilities.ToArray().ShouldBe(many[1].Probabilities.ToArray(), 1e-6);

        // The set numbers its classes otherwise than the model, and knows one that the model does not.
        var set = new ImageDataset("some", pixels, [1, 2], ["b", "a", "x"], 2, 3);
        predictor.Predict(set).Select(prediction => prediction.Label).ShouldBe([0, null]);
        predictor.Predict(set)[0].Probabilities.ToArray().ShouldBe(many[0].Probabilities.ToArray());
        predictor.Predict(set)[0].ClassNames.ShouldBe(["a", "b", "c"]);
    }

    [Fact]
    public void The_temperature_divides_the_logits_and_keeps_the_class()
    {
        var images = Tensor.Rand([5, 1, 2, 3]);
        var model = Model();
        var expected = (model.Module.Forward(images) / 2.5f).Softmax().ToArray();
        var predictions = new Predictor(model with { Temperature = 2.5f }).Predict(images);
        predictions.SelectMany(prediction => prediction.Probabilities.ToArray()).ShouldBe(expected);
        predictions.Select(prediction => prediction.Class)
            .ShouldBe(new Predictor(model).Predict(images).Select(prediction => prediction.Class));
    }

    [Fact]
    public void A_set_of_more_than_one_batch_keeps_its_order()
    {
        var predictor = new Predictor(Model());
        var pixels = new byte[300 * 6];
        new Random(1).NextBytes(pixels);
        var predictions = predictor.Predict(new ImageDataset("many", pixels, new byte[300], ["a"], 2, 3));
        predictions.Count.ShouldBe(300);
        foreach (var i in (int[])[0, 255, 256, 299])
            predictions[i].Probabilities.ToArray().ShouldBe(predictor.Predict(pixels.AsSpan(i * 6, 6)).Probabilities.ToArray(), 1e-6);
    }

    [Fact]
    public void A_model_in_training_predicts_without_dropout_and_stays_in_training()
    {
        var module = new Sequential(new Flatten(), new Dropout(0.9f), new Linear(6, 3));
        var predictor = new Predictor(new TrainedModel("own", module, ["a", "b", "c"], 2, 3));
        var first = predictor.Predict(Tensor.Ones(1, 1, 2, 3))[0].Probabilities.ToArray();
        predictor.Predict(Tensor.Ones(1, 1, 2, 3))[0].Probabilities.ToArray().ShouldBe(first);
        module.Training.ShouldBeTrue();
    }

    [Fact]
    public void A_folder_of_a_run_and_a_file_are_opened_alike()
    {
        using var folder = new TemporaryFolder();
        var file = folder["model.safetensors"];
        ModelFile.Save(file, new TrainedModel("linear", ModelCatalog.Create("linear"), ImageDataset.Digits));
        var pixels = new byte[784];
        pixels[300] = 200;
        Predictor.Load(file).Predict(pixels).ToString()
            .ShouldBe(Predictor.Load(Path.GetDirectoryName(file)!).Predict(pixels).ToString());
    }

    [Fact]
    public void Images_that_do_not_fit_are_refused()
    {
        var predictor = new Predictor(Model());
        Should.Throw<ArgumentException>(() => predictor.Predict(new byte[7])).Message
            .ShouldStartWith("Predictor: an image of 7 pixels, own expects 2x3");
        Should.Throw<ArgumentException>(() => predictor.Predict(Tensor.Ones(1, 1, 3, 2))).Message
            .ShouldStartWith("Predictor: images are [1, 1, 3, 2], own expects [*, 1, 2, 3]");
        Should.Throw<ArgumentException>(() => predictor.Predict(new ImageDataset("some", new byte[4], [0], ["a"], 2, 2))).Message
            .ShouldStartWith("some: images of 2x2, own expects 2x3");
    }

    private static TrainedModel Model() => new("own", new Sequential(new Flatten(), new Linear(6, 3)), ["a", "b", "c"], 2, 3);
}
