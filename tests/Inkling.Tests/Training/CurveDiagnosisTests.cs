using Inkling.Data;
using Inkling.Models;
using Inkling.Nn;
using Inkling.Optim;
using Inkling.Training;
using Inkling.Training.Callbacks;
using Inkling.Training.Metrics;

namespace Inkling.Tests.Training;

public class CurveDiagnosisTests
{
    private static readonly ImageDataset Digits = Handwriting.Train(1000);

    [Theory]
    [InlineData(0.0001f, CurveClass.TooLow)]
    [InlineData(0.001f, CurveClass.TooLow)]
    [InlineData(0.1f, CurveClass.Good)]
    [InlineData(0.3f, CurveClass.Good)]
    [InlineData(1f, CurveClass.Oscillating)]
    [InlineData(10f, CurveClass.Diverged)]
    [InlineData(1e6f, CurveClass.Diverged)]
    public void Real_trainings_are_classed_by_their_learning_rate(float rate, CurveClass expected)
    {
        var learner = Train(rate, 8);
        var judgement = CurveDiagnosis.Of(learner.Recorder);
        judgement.Class.ShouldBe(expected, judgement.Reason);
        CurveDiagnosis.Of(learner.Recorder.Epochs, Math.Log(10)).Class.ShouldBe(expected, "by epochs");
    }

    [Fact]
    public void A_reason_writes_large_losses_without_an_exponent_and_keeps_two_decimals()
    {
        CurveDiagnosis.Of([2.3f, 1470, 1470, 1470, 1470, 2.31f]).Reason.ShouldBe("the loss rose from 2.30 to 1,470 and ended at 981");
        CurveDiagnosis.Of([Epoch(1, 0.9, 1, 0, 0), Epoch(2, 0.0533, 1, 0, 0), Epoch(3, 0.05, 1, 0, 0)], 2.3).Reason
            .ShouldBe("the loss fell from 2.30 to 0.05 without large swings");
    }

    [Fact]
    public void A_recorder_without_its_first_steps_is_refused()
    {
        var learner = Small.Learner();
        learner.Recorder.KeepsSteps = false;
        learner.Fit(3, 0.1f);
        Should.Throw<ArgumentException>(() => CurveDiagnosis.Of(learner.Recorder)).Message
            .ShouldStartWith("CurveDiagnosis: the first 20 steps were not kept, expected all of them");
    }

    [Fact]
    public void A_loss_that_is_not_a_number_has_diverged()
    {
        CurveDiagnosis.Of([2.3f, 1, float.NaN, 0.1f]).ShouldBe(new CurveDiagnosis(CurveClass.Diverged, "the loss of step 3 is NaN"));
        CurveDiagnosis.Of([2.3f, float.PositiveInfinity]).Class.ShouldBe(CurveClass.Diverged);
        var failure = Should.Throw<DivergenceException>(() => Train(1e30f, 1));
        CurveDiagnosis.Of(Train(0.1f, 1).Recorder, failure).ShouldBe(new CurveDiagnosis(CurveClass.Diverged, failure.Message));
        CurveDiagnosis.Of([Epoch(1, double.NaN, 1, 0, 0)], 2.3).Reason.ShouldBe("the training loss of epoch 1 is NaN");
    }

    [Fact]
    public void Curves_by_hand()
    {
        Class(Curve(200, i => 2.3 * Math.Exp(-i / 30.0) + 0.2)).ShouldBe("good");
        Class(Curve(200, i => 2.3 - (0.008 * i))).ShouldBe("too low");
        Class(Curve(200, i => 2.3 - (0.001 * i))).ShouldBe("too low");
        Class(Curve(200, i => 0.5 + (i < 20 ? 1.8 : 0.4 * Math.Sin(i / 10.0)))).ShouldBe("oscillating");
        Class(Curve(200, i => i < 50 ? 2.3 : 6)).ShouldBe("diverged");
        Class([2.3f]).ShouldBe("too low");
        Should.Throw<ArgumentException>(() => CurveDiagnosis.Of([]));
        Should.Throw<ArgumentException>(() => CurveDiagnosis.Of([], 2.3));

        Should.Throw<ArgumentException>(() => CurveDiagnosis.Of([2.3f, 2], learningRates: [0.1f]));

        // A spike of one step within a stretch that else falls is no oscillation.
        Class(Curve(2000, i => 2.3 * Math.Exp(-i / 300.0) + (i == 1500 ? 3 : 0))).ShouldBe("good");
    }

    [Fact]
    public void A_rise_with_the_learning_rate_that_is_made_up_for_is_no_oscillation()
    {
        // As with one-cycle: the rate rises for a quarter of the steps, and the loss with it.
        var rates = Curve(400, i => i < 100 ? (i + 1) / 100.0 : (400.0 - i) / 300);
        var losses = Curve(400, i => i < 20 ? 2.3 - (0.1 * i) : i < 100 ? 0.4 + (0.004 * (i - 20)) : 0.72 * (400 - i) / 300);
        Class(losses, rates).ShouldBe("good");
        Class(losses).ShouldBe("oscillating");
        CurveDiagnosis.Of(losses, learningRates: rates).Reason.ShouldMatch(
            @"^the loss fell from 2\.30 to 0\.\d+; in between it rose from 0\.438 to 0\.697 with the learning rate$");

        // Nor is a loss too high half-way that falls as the rate does.
        Class(Curve(400, i => i < 20 ? 2.3 - (0.05 * i) : i < 100 ? 1.3 : 1.3 * (400 - i) / 300), rates).ShouldBe("good");

        // Not made up for, or while the rate falls, it is one.
        Class(Curve(400, i => i < 100 ? losses[i] : 0.72), rates).ShouldBe("oscillating");
        Class(Curve(400, i => i is > 200 and < 240 ? 1 : losses[i]), rates).ShouldBe("oscillating");

        // Nor is worse than guessing ever good.
        Class(Curve(400, i => i is > 40 and < 100 ? 3 : losses[i]), rates).ShouldBe("oscillating");
        Class(losses, Curve(400, _ => 0.1)).ShouldBe("oscillating");
    }

    [Fact]
    public void Many_epochs_on_few_images_are_overfitting_and_three_on_many_are_not()
    {
        var learner = Train(0.2f, 60);
        var judgement = OverfittingDiagnosis.Of(learner.Recorder.Epochs);
        judgement.IsOverfitting.ShouldBeTrue(judgement.Reason);
        learner.Recorder.Epochs[^1].TrainAccuracy.ShouldBe(1);
        judgement.BestEpoch.ShouldBeInRange(2, 59);
        judgement.AccuracyGap.ShouldBe(1 - learner.Recorder.Epochs[^1].Metrics[0], 1e-12);
        judgement.Reason.ShouldStartWith($"overfitting: since epoch {judgement.BestEpoch} the validation loss went from ");
        judgement.Reason.ShouldContain("the accuracy is 100.0 % on the training items");

        OverfittingDiagnosis.Of(Train(0.1f, 3).Recorder.Epochs).IsOverfitting.ShouldBeFalse();
    }

    [Fact]
    public void Overfitting_by_hand()
    {
        EpochRecord[] begin = [Epoch(1, 1, 0.9, 0.7, 0.7), Epoch(2, 0.3, 0.4, 0.9, 0.88)];
        EpochRecord[] story = [.. begin, Epoch(3, 0.1, 0.45, 1, 0.88), Epoch(4, 0.08, 0.45, 1, 0.88), Epoch(5, 0.05, 0.5, 1, 0.88)];
        OverfittingDiagnosis.Of(story).Reason.ShouldBe(
            "overfitting: since epoch 2 the validation loss went from 0.400 to 0.500 (+25 %) "
            + "while the training loss went from 0.300 to 0.050; "
            + "the accuracy is 100.0 % on the training items and 88.0 % on the validation items");
        OverfittingDiagnosis.Of(begin).IsOverfitting.ShouldBeFalse();

        // A rise that is small, a training loss that rises too, an accuracy that keeps up: none of them is.
        OverfittingDiagnosis.Of([.. story[..4], Epoch(5, 0.05, 0.43, 1, 0.88)]).IsOverfitting.ShouldBeFalse();
        OverfittingDiagnosis.Of([.. story[..4], Epoch(5, 0.35, 0.5, 1, 0.88)]).IsOverfitting.ShouldBeFalse();
        OverfittingDiagnosis.Of([.. story[..4], Epoch(5, 0.05, 0.5, 1, 0.99)]).IsOverfitting.ShouldBeFalse();

        // Without the training accuracy the losses decide.
        EpochRecord[] unknown = [.. story.Select(epoch => epoch with { TrainAccuracy = double.NaN })];
        OverfittingDiagnosis.Of(unknown).Reason.ShouldEndWith("from 0.300 to 0.050");
        OverfittingDiagnosis.Of(unknown).IsOverfitting.ShouldBeTrue();
        OverfittingDiagnosis.Of([]).Reason.ShouldStartWith("not known");
        OverfittingDiagnosis.Of([Epoch(1, 1, double.NaN, 1, 1), Epoch(2, 1, double.NaN, 1, 1)]).IsOverfitting.ShouldBeFalse();
    }

    [Fact]
    public void A_validation_loss_that_swings_up_is_not_overfitting()
    {
        // What three epochs of the mlp on MNIST give at a learning rate of 1 ...
        EpochRecord[] spike =
            [Epoch(1, 0.364, 0.188, 0.885, 0.941), Epoch(2, 0.141, 0.127, 0.957, 0.962), Epoch(3, 0.106, 0.259, 0.967, 0.924)];
        OverfittingDiagnosis.Of(spike).Reason.ShouldBe(
            "not overfitting: since epoch 2 the validation loss went from 0.127 to 0.259 (+104 %) "
            + "while the training loss went from 0.141 to 0.106; "
            + "the accuracy is 96.7 % on the training items and 92.4 % on the validation items; "
            + "it has not lasted for 3 epochs and may be scatter");

        // ... and the last of twelve epochs, of which the last three have to be high.
        EpochRecord[] swings = [.. Enumerable.Range(1, 12).Select(i => Epoch(i, 1.0 / i, i % 3 == 1 ? 0.1 : 0.3, 0.99, 0.9))];
        OverfittingDiagnosis.Of(swings).IsOverfitting.ShouldBeFalse();
        OverfittingDiagnosis.Of(
            [.. swings[..9], .. swings[9..].Select(epoch => epoch with { ValidLoss = 0.3 })]).IsOverfitting.ShouldBeTrue();
    }

    private static string Class(float[] losses, float[]? rates = null) => CurveDiagnosis.Of(losses, learningRates: rates).Name;

    private static float[] Curve(int steps, Func<int, double> at) => [.. Enumerable.Range(0, steps).Select(i => (float)at(i))];

    private static EpochRecord Epoch(int number, double train, double valid, double trainAccuracy, double accuracy) =>
        new(number, train, valid, [accuracy], 1, 1, 100) { TrainAccuracy = trainAccuracy };

    /// <summary>The notebook's setting: 800 images to learn from and 200 to measure on, batches of 32.</summary>
    private static Learner Train(float rate, int epochs)
    {
        Randomness.Seed(1);
        var model = Mlp.Create();
        var (train, valid) = Digits.Split(200, 1);
        var learner =
            new Learner(DataLoaders.Of(train, valid, 32), model, new CrossEntropyLoss(), new SGD(model.Parameters(), rate), new Accuracy());
        learner.Add(new StopOnNaN());
        learner.Fit(epochs, rate);
        return learner;
    }
}
