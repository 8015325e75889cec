using Inkling.Analysis;
using Inkling.Data;
using Inkling.Models;
using Inkling.Nn;
using Inkling.Training;

namespace Inkling.Tests.Analysis;

public class PredictionsTests
{
    public static TheoryData<string> Names { get; } = [.. ModelCatalog.Names];

    [Fact]
    public void Everything_agrees_with_a_recount_from_the_logits()
    {
        var predictions = Predictions.Of(Models.TheMlp, Models.Test);
        predictions.Count.ShouldBe(200);
        predictions.Classes.ShouldBe(10);
        var counts = new int[10, 10];
        var (right, loss) = (0, 0.0);
        for (var i = 0; i < predictions.Count; i++)
        {
            var logits = predictions.Logits(i).ToArray();
            var sum = logits.Sum(logit => Math.Exp(logit));
            for (var c = 0; c < 10; c++)
                ((double)predictions.Probabilities(i)[c]).ShouldBe(Math.Exp(logits[c]) / sum, 1e-6);
            var largest = Array.IndexOf(logits, logits.Max());
            predictions.Class(i).ShouldBe(largest);
            ((double)predictions.Confidence(i)).ShouldBe(Math.Exp(logits[largest]) / sum, 1e-6);
            predictions.Label(i).ShouldBe(Models.Test.Labels[i]);
            predictions.IsCorrect(i).ShouldBe(largest == Models.Test.Labels[i]);
            right += largest == Models.Test.Labels[i] ? 1 : 0;
            loss -= Math.Log(Math.Exp(logits[Models.Test.Labels[i]]) / sum);
            counts[Models.Test.Labels[i], largest]++;
        }

        right.ShouldBeInRange(101, 199);
        predictions.Correct.ShouldBe(right);
        predictions.Accuracy.ShouldBe(right / 200.0);
        predictions.AccuracyInterval.ShouldBe(Interval.Of(right, 200));
        predictions.Loss.ShouldBe(loss / 200, 1e-5);
        for (var a = 0; a < 10; a++)
        {
            var (actual, predicted) = (0, 0);
            for (var b = 0; b < 10; b++)
            {
                predictions.Confusion[a, b].ShouldBe(counts[a, b]);
                (actual, predicted) = (actual + counts[a, b], predicted + counts[b, a]);
            }

            predictions.Confusion.RecallOf(a).ShouldBe(counts[a, a] / (double)actual);
            predictions.Confusion.PrecisionOf(a).ShouldBe(counts[a, a] / (double)predicted);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_model_of_the_catalogue_is_read_as_it_reads_itself(string name)
    {
        var model = Models.Untrained(name);
        var images = Models.Noise(model, 5);
        model.Module.Train();
        var predictions = Predictions.Of(model, images);
        model.Module.Training.ShouldBeTrue();
        model.Module.Eval();
        using var _ = new NoGrad();
        var (inputs, labels) = images.All();
        var logits = model.Module.Forward(inputs);
        for (var i = 0; i < 5; i++)
            predictions.Logits(i).ToArray().ShouldBe(logits[i].ToArray());
        predictions.Loss.ShouldBe(HyperParameters.For(name).CreateLoss().Forward(logits, labels).Item(), 1e-6);
    }

    [Fact]
    public void Images_of_another_size_and_two_classes_are_taken_where_the_model_takes_them()
    {
        var model = Models.Untrained("cnn", 20, 31, 2);
        var predictions = Predictions.Of(model, Models.Noise(model, 3));
        (predictions.Count, predictions.Classes).ShouldBe((3, 2));
    }

    [Fact]
    public void What_does_not_fit_the_model_is_said()
    {
        var model = Models.TheMlp;
        Should.Throw<ArgumentException>(() => Predictions.Of(model, Models.Test.Take(0))).Message.ShouldContain("there are no images");
        var small = new ImageDataset("small", new byte[20 * 20], [0], model.ClassNames, 20, 20);
        Should.Throw<ArgumentException>(() => Predictions.Of(model, small)).Message.ShouldContain("images of 20x20, mlp expects 28x28");
        var letters = new ImageDataset("letters", new byte[784], [0], ["a", "b"]);
        Should.Throw<ArgumentException>(() => Predictions.Of(model, letters)).Message.ShouldContain("the classes a, b, mlp expects 0, 1");
        Should.Throw<OperationCanceledException>(
            () => Predictions.Of(model, Models.Test, cancellation: new CancellationToken(canceled: true)));
        Should.Throw<ArgumentOutOfRangeException>(
            () => Predictions.Of(model, Models.Test.Take(3)).Logits(3).Length).Message.ShouldContain("0 to 2 are expected");
        var wrong = new TrainedModel("own", new Sequential(new Flatten(), new Linear(784, 12)), model.ClassNames);
        Should.Throw<ArgumentException>(() => Predictions.Of(wrong, Models.Test)).Message.ShouldContain("[200, 12] for 10 classes");
    }
}
