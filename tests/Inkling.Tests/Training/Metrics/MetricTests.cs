using Inkling.Training.Metrics;

namespace Inkling.Tests.Training.Metrics;

public class MetricTests
{
    // Predicted as 0, 1, 1, 2, 0; of class 0, 1, 0, 2, 2.
    private static readonly Tensor Logits = Tensor.From(new float[,] { { 3, 1, 2 }, { 0, 5, 1 }, { 1, 2, 0 }, { 1, 0, 9 }, { 5, 4, 3 } });
    private static readonly Tensor Labels = Tensor.Of(0, 1, 0, 2, 2);

    [Fact]
    public void Accuracy_and_error_rate_add_up()
    {
        Of(new Accuracy()).Value.ShouldBe(0.6);
        Of(new ErrorRate()).Value.ShouldBe(0.4);
        new ErrorRate().HigherIsBetter.ShouldBeFalse();
        double.IsNaN(new Accuracy().Value).ShouldBeTrue();
    }

    [Fact]
    public void Batches_add_up_and_reset_starts_again()
    {
        var accuracy = new Accuracy();
        accuracy.Add(Logits.IndexSelect(0, [0, 1]), Labels.IndexSelect(0, [0, 1]));
        accuracy.Value.ShouldBe(1);
        accuracy.Add(Logits.IndexSelect(0, [2, 3, 4]), Labels.IndexSelect(0, [2, 3, 4]));
        accuracy.Value.ShouldBe(0.6);
        accuracy.Reset();
        accuracy.Add(Logits.IndexSelect(0, [2]), Labels.IndexSelect(0, [2]));
        accuracy.Value.ShouldBe(0);
    }

    [Fact]
    public void Top_k_counts_the_right_class_among_the_best()
    {
        Of(new TopKAccuracy(1)).Value.ShouldBe(0.6);
        Of(new TopKAccuracy(2)).Value.ShouldBe(0.8);
        Of(new TopKAccuracy(3)).Value.ShouldBe(1);
        new TopKAccuracy(2).Name.ShouldBe("top_2_accuracy");
        Should.Throw<ArgumentOutOfRangeException>(() => new TopKAccuracy(0));

        // Of equal logits the first stands before the others, as in ArgMax.
        var equal = new TopKAccuracy(1);
        equal.Add(Tensor.From(new float[,] { { 1, 1 }, { 1, 1 } }), Tensor.Of(0, 1));
        equal.Value.ShouldBe(0.5);
    }

    [Fact]
    public void Confusion_precision_and_recall_by_hand()
    {
        var confusion = Of(new ConfusionMatrix());
        int[] counts =
            [.. from actual in Enumerable.Range(0, 3) from predicted in Enumerable.Range(0, 3) select confusion[actual, predicted]];
        counts.ShouldBe([1, 1, 0, 0, 1, 0, 1, 0, 1]);
        confusion.Value.ShouldBe(0.6);
        Of(new Precision()).PerClass.ShouldBe([1 / 2.0, 1 / 2.0, 1]);
        Of(new Recall()).PerClass.ShouldBe([1 / 2.0, 1, 1 / 2.0]);
        Of(new Precision()).Value.ShouldBe(2 / 3.0, 1e-12);
        Of(new Recall()).Value.ShouldBe(2 / 3.0, 1e-12);
    }

    [Fact]
    public void A_class_that_is_not_there_has_no_recall_and_is_left_out_of_the_mean()
    {
        var recall = new Recall();
        recall.Add(Logits.IndexSelect(0, [0, 2]), Labels.IndexSelect(0, [0, 2]));
        recall.PerClass.Select(double.IsNaN).ShouldBe([false, true, true]);
        recall.Value.ShouldBe(0.5);
    }

    [Fact]
    public void Binary_accuracy_looks_at_the_side_of_the_threshold()
    {
        var (numbers, labels) = (Tensor.From([-1, 0.2f, 0.7f, 3], 4, 1), Tensor.Of(0, 0, 1, 1));
        var logits = new BinaryAccuracy();
        logits.Add(numbers, labels);
        logits.Value.ShouldBe(0.75);
        var probabilities = new BinaryAccuracy(0.5f);
        probabilities.Add(numbers, labels);
        probabilities.Value.ShouldBe(1);
        Should.Throw<ArgumentException>(() => logits.Add(Logits, Labels));
    }

    [Fact]
    public void Labels_that_fit_no_logit_are_refused()
    {
        foreach (var metric in (Metric[])[new Accuracy(), new TopKAccuracy(2), new ConfusionMatrix()])
            Should.Throw<ArgumentException>(() => metric.Add(Logits, Tensor.Of(0, 1, 2, 3, 0)));
        var confusion = Of(new ConfusionMatrix());
        Should.Throw<ArgumentException>(() => confusion.Add(Tensor.Zeros(1, 4), Tensor.Of(0)));
    }

    private static TMetric Of<TMetric>(TMetric metric) where TMetric : Metric
    {
        metric.Add(Logits, Labels);
        return metric;
    }
}
