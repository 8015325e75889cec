using Inkling.Analysis;
using Inkling.Figures.Drawing;

namespace Inkling.Figures.Charts;

/// <summary>
/// Whether a model is right as often as it says (a reliability diagram): for each range of confidence the share of the images that are read
/// right, beside the line
/// on which both are the same, and below it how many images there are.
/// </summary>
public sealed class ReliabilityChart : Figure
{
    private readonly double _expectedError;

    /// <summary>The chart of a calibration.</summary>
    /// <param name="title">What is shown.</param>
    /// <param name="calibration">Bins and error.</param>
    public ReliabilityChart(string title, Calibration calibration)
        : this(title, calibration.Bins, calibration.ExpectedError)
    {
    }

    /// <summary>The chart of bins.</summary>
    /// <param name="title">What is shown.</param>
    /// <param name="bins">Ranges of confidence, ascending from 0 to 1.</param>
    /// <param name="expectedError">The expected calibration error, 0 to 1.</param>
    public ReliabilityChart(string title, IReadOnlyList<CalibrationBin> bins, double expectedError)
        : base(title) => (Bins, _expectedError) = (bins, expectedError);

    /// <inheritdoc/>
    public override string Description
    {
        get
        {
            var filled = Bins.Where(bin => bin.Count > 0).ToList();
            return filled.Count == 0 ? "There are no images." : "Accuracy over confidence. " + Caption + " "
                + string.Join(
                    " ", filled.Select(
                        bin => $"Confidence {Range(bin)}: {NumberFormat.Percent(bin.Accuracy)} of {NumberFormat.Value(bin.Count)} are right."));
        }
    }

    internal override string Caption
    {
        get
        {
            var (count, sure, right) = Bins.Where(bin => bin.Count > 0)
                .Aggregate((Count: 0L, Sure: 0.0, Right: 0.0), (sum, bin) =>
                    (sum.Count + bin.Count, sum.Sure + (bin.Count * bin.Confidence), sum.Right + (bin.Count * bin.Accuracy)));
            return count == 0
                ? ""
                : $"Expected calibration error (ECE) {NumberFormat.Percent(_expectedError, 2)}: of {NumberFormat.Value(count)} images the model is {NumberFormat.Percent(sure / count)} "
                + $"sure on average, and reads {NumberFormat.Percent(right / count)} right.";
        }
    }

    internal override double BodyHeight => 28 + 8 + 220 + 22 + 70 + PlotArea.BottomRoom;

    internal override Type View => typeof(ReliabilityChartView);

    internal IReadOnlyList<CalibrationBin> Bins { get; }

    /// <summary>What a bin says when the pointer rests on it.</summary>
    internal static string Hint(CalibrationBin bin) =>
        $"Confidence {Range(bin)}: {NumberFormat.Value(bin.Count)} images, {NumberFormat.Percent(bin.Confidence)} sure on average, {NumberFormat.Percent(bin.Accuracy)} right";

    private static string Range(CalibrationBin bin) => $"{NumberFormat.Value(bin.Low, 3)} to {NumberFormat.Value(bin.High, 3)}";
}
