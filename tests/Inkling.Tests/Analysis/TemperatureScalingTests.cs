using Inkling.Analysis;
using Inkling.Models;

namespace Inkling.Tests.Analysis;

public class TemperatureScalingTests
{
    [Theory]
    [InlineData(4, 1, 0.5)]
    [InlineData(4, 1, 2)]
    [InlineData(9, 1, 7)]
    public void Two_classes_have_a_closed_form(int right, int wrong, float difference)
    {
        // Each image is given the same logit for class 0 above class 1; the best probability of class 0 is its share, r / (r + w).
        var labels = new byte[right + wrong];
        labels.AsSpan(right).Fill(1);
        var logits = new float[2 * labels.Length];
        for (var i = 0; i < labels.Length; i++)
            logits[2 * i] = difference;
        TemperatureScaling.Fit(logits, labels).ShouldBe((float)(difference / Math.Log(right / (double)wrong)), 1e-6f);
    }

    [Fact]
    public void No_temperature_of_a_grid_gives_a_smaller_negative_log_likelihood()
    {
        var (logits, labels) = Noisy(images: 200, classes: 5);
        var temperature = TemperatureScaling.Fit(logits, labels);
        temperature.ShouldBeInRange(ModelFile.MinimumTemperature, ModelFile.MaximumTemperature);
        var smallest = NegativeLogLikelihood(logits, labels, temperature);
        for (var other = 0.05; other < 20; other *= 1.001)
            NegativeLogLikelihood(logits, labels, other).ShouldBeGreaterThan(smallest - 1e-9);
        NegativeLogLikelihood(logits, labels, 1).ShouldBeGreaterThan(smallest);
    }

    [Fact]
    public void Logits_times_a_factor_give_the_temperature_times_the_factor()
    {
        var (logits, labels) = Noisy(images: 100, classes: 3);
        float[] larger = [.. logits.Select(logit => 4 * logit)];
        TemperatureScaling.Fit(larger, labels).ShouldBe(4 * TemperatureScaling.Fit(logits, labels), 1e-5f);
    }

    [Fact]
    public void Without_a_minimum_the_temperature_is_1()
    {
        TemperatureScaling.Fit([2, 1, 0, 3], [0, 1]).ShouldBe(1);
        TemperatureScaling.Fit([2, 2, 0, 3], [0, 1]).ShouldBe(1);
        TemperatureScaling.Fit([2, 1, float.NaN, 3], [1, 0]).ShouldBe(1);
        TemperatureScaling.Fit([2, 1, float.PositiveInfinity, 3], [1, 0]).ShouldBe(1);
    }

    [Fact]
    public void Predictions_that_are_worse_than_chance_have_the_highest_temperature() =>
        TemperatureScaling.Fit([2, 0, 2, 0], [1, 1]).ShouldBe(ModelFile.MaximumTemperature);

    [Fact]
    public void Sizes_that_do_not_agree_are_refused()
    {
        Should.Throw<ArgumentException>(() => TemperatureScaling.Fit([], []));
        Should.Throw<ArgumentException>(() => TemperatureScaling.Fit([1, 2, 3], [0, 1])).Message.ShouldContain("3 logits and 2 labels");
        Should.Throw<ArgumentException>(() => TemperatureScaling.Fit([1, 2, 3, 4], [0, 2])).Message.ShouldContain("not below 2");
    }

    [Fact]
    public void Confidences_of_a_model_with_the_temperature_agree_with_its_accuracy()
    {
        // Sure of 0.99, and right in three of four.
        var row = FixedLogits.Sure(0, 0.99);
        var (model, set) = FixedLogits.With([0, 0, 0, 1], row, row, row, row);
        var before = Predictions.Of(model, set);
        Calibration.Of(before).ExpectedError.ShouldBe(0.24, 1e-6);

        var calibrated = model with { Temperature = TemperatureScaling.Fit(before) };
        var after = Predictions.Of(calibrated, set);
        Calibration.Of(after).ExpectedError.ShouldBe(0, 1e-6);
        (after.Class(0), after.Accuracy, after.Loss).ShouldBe((before.Class(0), before.Accuracy, before.Loss));
        after.Logits(0).ToArray().ShouldBe(before.Logits(0).ToArray());
        TemperatureScaling.Fit(after).ShouldBe(calibrated.Temperature);
    }

    private static (float[] Logits, byte[] Labels) Noisy(int images, int classes)
    {
        var random = new Random(1);
        byte[] labels = [.. Enumerable.Range(0, images).Select(_ => (byte)random.Next(classes))];
        var logits = new float[images * classes];
        for (var i = 0; i < logits.Length; i++)
            logits[i] = (4 * random.NextSingle()) + (i % classes == labels[i / classes] ? 2 : 0);
        return (logits, labels);
    }

    private static double NegativeLogLikelihood(float[] logits, byte[] labels, double temperature)
    {
        var classes = logits.Length / labels.Length;
        var sum = 0.0;
        for (var i = 0; i < labels.Length; i++)
        {
            var row = logits.AsSpan(i * classes, classes).ToArray();
            sum += Math.Log(row.Sum(logit => Math.Exp((logit - row[labels[i]]) / temperature)));
        }

        return sum / labels.Length;
    }
}
