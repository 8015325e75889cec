using Inkling.Analysis;
using Inkling.Figures.Drawing;

namespace Inkling.Figures.Charts;

/// <summary>
/// A reliability diagram: the accuracy of each range of confidence beside the line on which both are equal, and below it the number of
/// images in the range. Guo et al., On Calibration of Modern Neural Networks, section 2.
/// </summary>
public sealed class ReliabilityChart : Figure
{
    internal const double AccuracyHeight = 220, Gap = 22, CountHeight = 70;

    private readonly double _expectedError;

    /// <summary>The diagram of a calibration.</summary>
    /// <param name="title">The title.</param>
    /// <param name="calibration">The bins and their error.</param>
    public ReliabilityChart(string title, Calibration calibration)
        : this(title, calibration.Bins, calibration.ExpectedError)
    {
    }

    /// <summary>The diagram of bins.</summary>
    /// <param name="title">The title.</param>
    /// <param name="bins">The ranges of confidence, ascending from 0 to 1.</param>
    /// <param name="expectedError">The expected calibration error, 0 to 1.</param>
    public ReliabilityChart(string title, IReadOnlyList<CalibrationBin> bins, double expectedError)
        : base(title) => (Bins, _expectedError) = (bins, expectedError);

    /// <inheritdoc/>
    public override string Description
    {
        get
        {
            var filled = Bins.Where(bin => bin.Count > 0).ToList();
            return filled.Count == 0
                ? "There are no images."
                : $"Accuracy over confidence. {Caption} {string.Join(" ", filled.Select(bin => $"{Tooltip(bin)}."))}";
        }
    }

    internal override string Caption
    {
        get
        {
            var count = Bins.Sum(bin => (long)bin.Count);
            if (count == 0)
                return "";
            double Mean(Func<CalibrationBin, double> value) => Bins.Where(bin => bin.Count > 0).Sum(bin => bin.Count * value(bin)) / count;
            return $"Expected calibration error (ECE) {NumberFormat.Percent(_expectedError, 2)}: over {NumberFormat.Value(count)} images "
                + $"the mean confidence is {NumberFormat.Percent(Mean(bin => bin.Confidence))} "
                + $"and the accuracy {NumberFormat.Percent(Mean(bin => bin.Accuracy))}.";
        }
    }

    internal override double BodyHeight => Top + AccuracyHeight + Gap + CountHeight + PlotArea.BottomHeight;

    /// <summary>The top of the plot of the accuracy.</summary>
    internal double Top => LegendView.HeightOf(Legend, Width) + 12;

    internal static IReadOnlyList<LegendEntry> Legend { get; } =
    [
        new("accuracy", "c0", LegendShape.Area),
        new("overconfident", "c1 pale", LegendShape.Area),
        new("underconfident", "c0 pale", LegendShape.Area),
        new("perfectly calibrated", "ink dashed"),
    ];

    internal override Type View => typeof(ReliabilityChartView);

    internal IReadOnlyList<CalibrationBin> Bins { get; }

    /// <summary>The tooltip of a bin.</summary>
    internal static string Tooltip(CalibrationBin bin) =>
        $"Confidence {Range(bin)}: {NumberFormat.Value(bin.Count)} images, mean confidence {NumberFormat.Percent(bin.Confidence)}, "
        + $"accuracy {NumberFormat.Percent(bin.Accuracy)}";

    private static string Range(CalibrationBin bin) => $"{NumberFormat.Value(bin.Low, 3)} to {NumberFormat.Value(bin.High, 3)}";
}
