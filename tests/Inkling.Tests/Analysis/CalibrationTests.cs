using Inkling.Analysis;

namespace Inkling.Tests.Analysis;

public class CalibrationTests
{
    [Fact]
    public void Agrees_with_plain_loops()
    {
        var predictions = Predictions.Of(Models.TheMlp, Models.Test);
        foreach (var bins in (int[])[1, 10, 15])
        {
            var (expected, maximum) = (0.0, 0.0);
            for (var m = 1; m <= bins; m++)
            {
                var (count, right, sum) = (0, 0, 0.0);
                for (var i = 0; i < predictions.Count; i++)
                {
                    double confidence = predictions.Confidence(i);
                    if (confidence > (m - 1) / (double)bins && confidence <= m / (double)bins)
                        (count, right, sum) = (count + 1, right + (predictions.IsCorrect(i) ? 1 : 0), sum + confidence);
                }

                var bin = Calibration.Of(predictions, bins).Bins[m - 1];
                bin.Count.ShouldBe(count);
                double.IsNaN(bin.Accuracy).ShouldBe(count == 0);
                if (count == 0)
                    continue;
                bin.Accuracy.ShouldBe(right / (double)count);
                bin.Confidence.ShouldBe(sum / count, 1e-9);
                expected += Math.Abs(right - sum) / predictions.Count;
                maximum = Math.Max(maximum, Math.Abs(right - sum) / count);
            }

            var calibration = Calibration.Of(predictions, bins);
            calibration.Bins.Count.ShouldBe(bins);
            calibration.Bins.Sum(bin => bin.Count).ShouldBe(predictions.Count);
            calibration.ExpectedError.ShouldBe(expected, 1e-9);
            calibration.MaximumError.ShouldBe(maximum, 1e-9);
            calibration.Accuracy.ShouldBe(predictions.Accuracy, 1e-9);
        }
    }

    [Fact]
    public void By_hand()
    {
        // Sure of 0.9 and right, of 0.9 and wrong, of 0.7 and right: |0.5 - 0.9| 2/3 + |1 - 0.7| 1/3.
        var (model, set) = FixedLogits.With([0, 1, 1], FixedLogits.Sure(0, 0.9), FixedLogits.Sure(0, 0.9), FixedLogits.Sure(1, 0.7));
        var calibration = Calibration.Of(Predictions.Of(model, set), 4);
        calibration.Bins.Select(bin => bin.Count).ShouldBe([0, 0, 1, 2]);
        calibration.ExpectedError.ShouldBe(0.4 * 2 / 3 + 0.1, 1e-6);
        calibration.MaximumError.ShouldBe(0.4, 1e-6);
        calibration.Confidence.ShouldBe(2.5 / 3, 1e-6);
        Should.Throw<ArgumentOutOfRangeException>(() => Calibration.Of(Predictions.Of(model, set), 0));
    }

    [Fact]
    public void Certainty_falls_into_the_last_bin()
    {
        var (model, set) = FixedLogits.With([0], [1000, 0]);
        var calibration = Calibration.Of(Predictions.Of(model, set));
        calibration.Bins[^1].ShouldBe(new CalibrationBin(14 / 15.0, 1, 1, 1, 1));
        calibration.ExpectedError.ShouldBe(0);
    }
}
