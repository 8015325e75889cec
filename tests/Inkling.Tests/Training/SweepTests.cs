using Inkling.Analysis;
using Inkling.Data;
using Inkling.Models;
using Inkling.Optim;
using Inkling.Training;

namespace Inkling.Tests.Training;

[Collection(ComputeSettings.Name)]
public class SweepTests
{
    private static readonly HyperParameters Plain =
        HyperParameters.For("mlp") with { Hidden = 16, Epochs = 2, BatchSize = 12 };

    [Fact]
    public void Every_combination_is_there_once_and_the_first_values_come_first()
    {
        var sweep = new Sweep(Plain)
        {
            ["optimizer"] = [OptimizerKind.SGD, OptimizerKind.Adam],
            ["lr"] = [0.1f, 0.01f],
            ["batch-size"] = [4, 8],
            ["hidden"] = [3, 5],
            ["data-size"] = [40, 50],
            ["augmentation"] = [AugmentationKind.None, AugmentationKind.Shift],
            ["seed"] = [7, 8, 9],
        };
        sweep.Count.ShouldBe(192);
        var all = sweep.Combinations();
        all.Distinct().Count().ShouldBe(192);
        all[0].ShouldBe(
            Plain with
            {
                Optimizer = OptimizerKind.SGD,
                LearningRate = 0.1f,
                BatchSize = 4,
                Hidden = 3,
                DataSize = 40,
                Augmentation = AugmentationKind.None,
                Seed = 7
            });
        all[1].ShouldBe(all[0] with { Seed = 8 });
        all[191].ShouldBe(
            Plain with
            {
                Optimizer = OptimizerKind.Adam,
                LearningRate = 0.01f,
                BatchSize = 8,
                Hidden = 5,
                DataSize = 50,
                Augmentation = AugmentationKind.Shift,
                Seed = 9
            });
        new Sweep(Plain).Combinations().ShouldBe([Plain]);
    }

    [Fact]
    public void An_optimizer_has_a_rate_of_its_own_where_none_is_given() =>
        new Sweep(Plain with { LearningRate = 0.2f })
        {
            ["optimizer"] = [OptimizerKind.SGD, OptimizerKind.Momentum, OptimizerKind.Adam, OptimizerKind.AdamW],
        }.Combinations()
            .Select(h => h.LearningRate).ShouldBe([0.2f, 0.05f, 0.001f, 0.001f]);

    [Fact]
    public void A_run_among_others_has_the_bits_that_it_has_alone()
    {
        var sweep = new Sweep(Plain)
        {
            ["optimizer"] = [OptimizerKind.Momentum, OptimizerKind.AdamW],
            ["hidden"] = [5, 40],
            ["augmentation"] = [AugmentationKind.None, AugmentationKind.Elastic],
        };
        var others = new Sweep(HyperParameters.For("cnn") with { Epochs = 1, BatchSize = 30 })
        {
            ["augmentation"] = [AugmentationKind.None, AugmentationKind.Affine],
        };
        foreach (var one in (Sweep[])[sweep, others])
        {
            var together = ComputeSettings.With(4, () => one.Run(Small.Train, Small.Valid));
            together.Count.ShouldBe((int)one.Count);
            foreach (var run in together)
            {
                var alone = ComputeSettings.With(run.Number % 2 == 0 ? 1 : 3, () => Alone(run.HyperParameters));
                var name = $"run {run.Number}";
                run.HyperParameters.ShouldBe(one.Combinations()[run.Number - 1]);
                run.Recorder.Losses.ToArray().ShouldHaveTheBitsOf(alone.Losses.ToArray(), name);
                run.Recorder.Epochs.Select(epoch => epoch.ValidLoss).ShouldBe(alone.Epochs.Select(epoch => epoch.ValidLoss), name);
                (run.ValidLoss, run.TrainLoss, run.Accuracy)
                    .ShouldBe((alone.Epochs[^1].ValidLoss, alone.Epochs[^1].TrainLoss, alone.Epochs[^1].Metrics[0]));
            }
        }
    }

    [Fact]
    public void Fewer_images_are_the_first_ones_and_are_measured_on_the_same()
    {
        var runs = new Sweep(Plain) { ["data-size"] = [24, 120] }.Run(Small.Train, Small.Valid);
        runs[0].Recorder.Steps.ShouldBe(2 * 2);
        runs[1].Recorder.Steps.ShouldBe(2 * 10);
        Randomness.Seed(1);
        var few = (Plain with { DataSize = null }).CreateLearner(Small.Train.Take(24), Small.Valid);
        few.Fit(2, Plain.LearningRate);
        runs[0].ValidLoss.ShouldBe(few.Recorder.Epochs[^1].ValidLoss);
    }

    [Fact]
    public void A_run_that_diverges_is_a_row_and_the_others_go_on()
    {
        var runs = new Sweep(Plain) { ["lr"] = [0.1f, 1e30f, 0.2f] }.Run(Small.Train, Small.Valid);
        runs.Select(run => run.Number).ShouldBe([1, 2, 3]);
        runs[1].Divergence.ShouldNotBeNull().Step.ShouldBeInRange(2, 5);
        double[] lost = [runs[1].TrainLoss, runs[1].ValidLoss, runs[1].Accuracy];
        lost.ShouldAllBe(value => double.IsNaN(value));
        runs[2].Accuracy.ShouldBeInRange(0, 1);
        runs[2].Divergence.ShouldBeNull();
        SweepGroup.Of(runs).Select(group => group.Gain).ShouldBe([0, double.NaN, runs[2].Accuracy - runs[0].Accuracy]);
    }

    [Fact]
    public void Four_rates_show_the_four_kinds_of_curves()
    {
        var (train, validation) = Handwriting.Train(1000).Split(200, seed: 1);
        var runs = new Sweep(
            Plain with { Hidden = 128, BatchSize = 16, Epochs = 6 })
        { ["lr"] = [1e-4f, 0.1f, 0.8f, 1e30f] }.Run(train, validation);
        runs.Select(run => run.Curve.Class).ShouldBe([CurveClass.TooLow, CurveClass.Good, CurveClass.Oscillating, CurveClass.Diverged]);
    }

    [Fact]
    public void Over_seeds_there_are_a_mean_and_a_spread()
    {
        var runs = new Sweep(Plain) { ["lr"] = [0.01f, 0.1f], ["seed"] = [1, 2, 3] }.Run(Small.Train, Small.Valid);
        var groups = SweepGroup.Of(runs);
        groups.Select(group => group.HyperParameters.LearningRate).ShouldBe([0.01f, 0.1f]);
        var (a, b, c) = (runs[3].Accuracy, runs[4].Accuracy, runs[5].Accuracy);
        var mean = (a + b + c) / 3;
        groups[1].Accuracy.ShouldBe(mean, 1e-12);
        groups[1].Spread.ShouldBe(
            Math.Sqrt((((a - mean) * (a - mean)) + ((b - mean) * (b - mean)) + ((c - mean) * (c - mean))) / 2), 1e-12);
        groups[1].Spread.ShouldBeGreaterThan(0);
        groups[1].Gain.ShouldBe(mean - groups[0].Accuracy, 1e-12);
        SweepGroup.Of([runs[0]])[0].Spread.ShouldBe(double.NaN);
        SweepGroup.Of([runs[1]])[0].Gain.ShouldBe(double.NaN);
    }

    [Fact]
    public void It_tells_how_far_it_is_and_leaves_the_callers_chances_alone()
    {
        Randomness.Seed(11);
        var told = new List<SweepProgress>();
        var runs = ComputeSettings.With(3, () => new Sweep(Plain) { ["seed"] = [1, 2, 3, 4] }.Run(Small.Train, Small.Valid, told.Add));
        Randomness.Default.NextUInt64().ShouldBe(new RandomStream(11).NextUInt64());
        told.Where(progress => progress.Run is not null).Select(progress => progress.Done).ShouldBe([1, 2, 3, 4]);
        told.Select(progress => progress.Run).OfType<SweepRun>().ShouldBe(runs, ignoreOrder: true);
        told.Select(progress => progress.Share).ShouldBeInOrder();
        told[^1].Share.ShouldBe(1);
        told[^1].Remaining.ShouldBe(TimeSpan.Zero);
        told.ShouldAllBe(progress => progress.Runs == 4 && progress.Remaining >= TimeSpan.Zero);
    }

    [Fact]
    public void Cancelled_it_gives_the_runs_that_were_done()
    {
        using var source = new CancellationTokenSource();
        var runs = ComputeSettings.With(1, () => new Sweep(Plain) { ["seed"] = [1, 2, 3, 4] }.Run(Small.Train, Small.Valid, progress =>
        {
            if (progress.Done == 2)
                source.Cancel();
        }, source.Token));
        runs.Select(run => run.Number).ShouldBe([1, 2]);
        new Sweep(Plain).Run(Small.Train, Small.Valid, cancellation: source.Token).ShouldBeEmpty();
    }

    [Fact]
    public void What_cannot_be_trained_is_refused_before_anything_is()
    {
        Refused(() => new Sweep(Plain) { ["lr"] = [0.1f, 0] }, "lr 0: expected a number above 0");
        Refused(() => new Sweep(Plain) { ["lr"] = [float.NaN] }, "lr NaN: expected a number above 0");
        Refused(() => new Sweep(Plain) { ["lr"] = [-1] }, "lr -1: expected a number above 0");
        Refused(() => new Sweep(Plain) { ["lr"] = ["much"] }, "lr much: expected a number above 0");
        Refused(() => new Sweep(Plain) { ["lr"] = [0.1f, 0.2f, 0.1f] }, "lr 0.1: given twice, expected each value once");
        Refused(() => new Sweep(Plain) { ["optimizer"] = ["lion"] }, "optimizer lion: expected one of: sgd, momentum, adam, adamw");
        Refused(() => new Sweep(Plain) { ["hidden"] = [0] }, "hidden 0: expected a whole number from 1 to 65536");
        Refused(() => new Sweep(Plain) { ["batch-size"] = [0] }, "batch-size 0: expected a whole number from 1 ");
        Refused(() => new Sweep(Plain) { ["batch-size"] = [121] }, "batch-size 121: expected at most 120, the number of training images");
        Refused(() => new Sweep(Plain) { ["data-size"] = [0] }, "data-size 0: expected a whole number from 1 ");
        Refused(() => new Sweep(Plain) { ["data-size"] = [121] }, "data-size 121: expected at most 120, the number of training images");
        Refused(
            () => new Sweep(Plain) { ["seed"] = [.. Enumerable.Range(0, 1001)] }, "Sweep: 1,001 combinations, expected at most 1,000");
        Refused(() => new Sweep(Plain) { ["rate"] = [1] }, "there is no setting 'rate', expected one of: model, optimizer, lr, ");
        Refused(() => new Sweep(Plain with { Model = "linear" }), "hidden 16: linear has no hidden layer, expected --model mlp or ");
        Refused(() => new Sweep(Plain with { Epochs = 0 }), "epochs 0: expected a whole number from 1 ");
        Refused(() => new Sweep(Plain with { Model = "perceptron" }), "model perceptron: expected one of: mlp, linear, ");

        static void Refused(Func<Sweep> sweep, string message) =>
            Should.Throw<ArgumentException>(() => sweep().Run(Small.Train, Small.Valid)).Message.ShouldStartWith(message);
    }

    private static Recorder Alone(HyperParameters hyperParameters)
    {
        var learner = hyperParameters.CreateLearner(Small.Train, Small.Valid);
        learner.Fit(hyperParameters.Epochs, hyperParameters.CreateSchedule(learner.Data.Train.Count));
        return learner.Recorder;
    }
}
