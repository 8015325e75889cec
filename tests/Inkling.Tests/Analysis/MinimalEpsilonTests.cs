using Inkling.Analysis;
using Inkling.Data;
using Inkling.Models;
using Inkling.Nn;
using Inkling.Training;

namespace Inkling.Tests.Analysis;

public class MinimalEpsilonTests
{
    public static TheoryData<string> Names { get; } = [.. ModelCatalog.Names];

    [Fact]
    public void Agrees_with_a_fine_scan()
    {
        var set = Models.Test.Take(30);
        var found = MinimalEpsilon.Search(Models.TheMlp, set);
        var wrong = 0;
        for (var i = 0; i < set.Count; i++)
        {
            if (!IsMisclassified(set, i, 0))
            {
                found[i].ShouldBeGreaterThan(0);
                IsMisclassified(set, i, found[i]).ShouldBeTrue($"image {i}");

                // By 1/1024 up, as far as what was found: nothing before it succeeds, or else the scan by 1/32 has stepped over it.
                var first = Enumerable.Range(1, 1024).First(step => IsMisclassified(set, i, step / 1024f)) / 1024f;
                found[i].ShouldBe(first, 1e-6f, $"image {i}");
            }
            else
            {
                found[i].ShouldBe(0);
                wrong++;
            }
        }

        found.Misclassified.ShouldBe(wrong);
        found.Count.ShouldBe(30);
    }

    [Fact]
    public void The_distribution_agrees_with_a_recount()
    {
        var found = MinimalEpsilon.Search(Models.TheMlp, Models.Test);
        float[] all = [.. Enumerable.Range(0, found.Count).Select(i => found[i])];
        double[] sorted = [.. all.Where(epsilon => epsilon > 0).Select(epsilon => (double)epsilon).Order()];
        found.Misclassified.ShouldBe(200 - Predictions.Of(Models.TheMlp, Models.Test).Correct);
        found.NeverMisclassified.ShouldBe(0);
        found.Mean.ShouldBe(sorted.Average(), 1e-9);
        var middle = sorted.Length / 2;
        found.Median.ShouldBe(sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2, 1e-9);
        found.Quantile(0).ShouldBe(sorted[0]);
        found.Quantile(1).ShouldBe(sorted[^1]);
        found.Quantile(0.25).ShouldBeInRange(sorted[(sorted.Length / 4) - 1], sorted[(sorted.Length / 4) + 1]);
        all.ShouldAllBe(epsilon => epsilon * 1024 == MathF.Round(epsilon * 1024));
        Should.Throw<ArgumentOutOfRangeException>(() => found.Quantile(1.5));
        Should.Throw<ArgumentOutOfRangeException>(() => found[200]);
    }

    [Fact]
    public void A_model_that_cannot_be_attacked_and_one_that_is_never_correct()
    {
        var (model, set) = FixedLogits.With([0, 1], [1, 0], [0, 1]);
        var never = MinimalEpsilon.Search(new TrainedModel("constant", new Constant(), model.ClassNames, 1, 1), set);
        (never.Count, never.Misclassified, never.NeverMisclassified).ShouldBe((2, 1, 1));
        (never[0], never[1]).ShouldBe((float.PositiveInfinity, 0f));
        never.Median.ShouldBe(double.PositiveInfinity);
        double.IsNaN(never.Mean).ShouldBeTrue();

        var hopeless = MinimalEpsilon.Search(new TrainedModel("constant", new Constant(), model.ClassNames, 1, 1), set.Select([1]));
        double.IsNaN(hopeless.Median).ShouldBeTrue();
        hopeless.Misclassified.ShouldBe(1);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_model_is_searched_with_both_attacks(string name)
    {
        var model = Models.Untrained(name, 18, 19);
        var set = Models.Noise(model, 3);
        foreach (var attack in (Attack[])[new FastGradientSign(), new ProjectedGradient(2)])
        {
            var found = MinimalEpsilon.Search(model, set, attack);
            found.Count.ShouldBe(3);
            for (var i = 0; i < 3; i++)
                found[i].ShouldBeGreaterThanOrEqualTo(0);
        }

        model.Module.Training.ShouldBeTrue();
    }

    [Fact]
    public void A_search_that_is_ended_keeps_what_it_has()
    {
        var set = Models.Test.Select([.. Enumerable.Range(0, 600).Select(i => i % 200)]);
        using var stop = new CancellationTokenSource();
        var heard = new List<double>();
        var found = MinimalEpsilon.Search(Models.TheLinear, set, progress: new Hearing(heard, stop), cancellation: stop.Token);
        found.Count.ShouldBe(256);
        heard.ShouldBe([256 / 600.0]);
        Should.Throw<OperationCanceledException>(() => MinimalEpsilon.Search(Models.TheLinear, set, cancellation: stop.Token));
        Should.Throw<OperationCanceledException>(
            () => AttackedAccuracy.Of(Models.TheLinear, set, new FastGradientSign(), [0], cancellation: stop.Token));
        Should.Throw<ArgumentException>(
            () => MinimalEpsilon.Search(Models.TheLinear, set.Take(0))).Message.ShouldContain("there are no images");
    }

    [Fact]
    public void Accuracy_over_epsilon_is_that_of_the_perturbed_images()
    {
        var model = Models.TheMlp;
        var set = Models.Test.Select([.. Enumerable.Range(0, 300).Select(i => i % 200)]);
        float[] epsilons = [0, 0.02f, 0.1f];
        foreach (var attack in (Attack[])[new FastGradientSign(), new ProjectedGradient(3)])
        {
            var measured = AttackedAccuracy.Of(model, set, attack, epsilons);
            measured.Count.ShouldBe(300);
            measured.Epsilons.ShouldBe(epsilons);
            var (images, labels) = set.All();
            for (var e = 0; e < epsilons.Length; e++)
            {
                var moved = attack.Perturb(model, images, labels, epsilons[e]);
                var read = model.Module.Forward(moved).ArgMax(1).ToArray();
                measured.Accuracies[e].ShouldBe(Enumerable.Range(0, 300).Count(i => read[i] == set.Labels[i]) / 300.0, 0.0034);
            }

            measured.Accuracies[0].ShouldBe(Predictions.Of(model, set).Accuracy);
            measured.Accuracies.ShouldBeInOrder(SortDirection.Descending);
        }
    }

    private static bool IsMisclassified(ImageDataset set, int index, float epsilon)
    {
        var (images, labels) = set.Take([index]);
        var moved = new FastGradientSign().Perturb(Models.TheMlp, images, labels, epsilon);
        return Models.TheMlp.Module.Forward(moved).ArgMax(1).Item() != labels.Item();
    }

    /// <summary>Says class 0 to everything, with a slope of zero.</summary>
    private sealed class Constant : Module
    {
        protected override Tensor ForwardCore(Tensor input) =>
            (input.Reshape(input.Shape[0], 1) * 0f).MatMul(Tensor.Ones(1, 2)) + Tensor.Of(1, 0);
    }

    private sealed class Hearing(List<double> heard, CancellationTokenSource stop) : IProgress<double>
    {
        public void Report(double value)
        {
            heard.Add(value);
            stop.Cancel();
        }
    }
}
