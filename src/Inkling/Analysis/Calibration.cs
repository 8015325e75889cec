namespace Inkling.Analysis;

/// <summary>
/// The calibration of a model: of the images predicted with a confidence of 80 %, 80 % should be correct (Guo, Pleiss, Sun and Weinberger,
/// "On Calibration of Modern Neural Networks", ICML 2017, section 2). The bins are those of a reliability diagram.
/// </summary>
public sealed class Calibration
{
    /// <summary>The default number of bins, that of the paper's tables.</summary>
    public const int DefaultBins = 15;

    private Calibration(IReadOnlyList<CalibrationBin> bins, int count)
    {
        Bins = bins;
        var filled = bins.Where(bin => bin.Count > 0).ToList();
        ExpectedError = filled.Sum(bin => bin.Count * bin.Gap) / count;
        MaximumError = filled.Max(bin => bin.Gap);
        Confidence = filled.Sum(bin => bin.Count * bin.Confidence) / count;
        Accuracy = filled.Sum(bin => bin.Count * bin.Accuracy) / count;
    }

    /// <summary>Gets the bins from 0 to 1, all of one width.</summary>
    public IReadOnlyList<CalibrationBin> Bins { get; }

    /// <summary>
    /// Gets the expected calibration error, 0 to 1: the sum over the bins of count / all |accuracy - confidence| (equation 3).
    /// </summary>
    public double ExpectedError { get; }

    /// <summary>
    /// Gets the maximum calibration error, 0 to 1: the largest |accuracy - confidence| of a bin with images (equation 5).
    /// </summary>
    public double MaximumError { get; }

    /// <summary>Gets the mean confidence of all images.</summary>
    public double Confidence { get; }

    /// <summary>
    /// Gets the accuracy on all images; where it is below <see cref="Confidence"/>, the model is overconfident.
    /// </summary>
    public double Accuracy { get; }

    /// <summary>Bins the images by confidence: bin m of M holds those above (m - 1) / M, up to m / M.</summary>
    /// <param name="predictions">The predictions for the images.</param>
    /// <param name="bins">M, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no bin.</exception>
    public static Calibration Of(Predictions predictions, int bins = DefaultBins)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bins, 1);
        var (counts, rights, confidences) = (new int[bins], new int[bins], new double[bins]);
        for (var i = 0; i < predictions.Count; i++)
        {
            var confidence = (double)predictions.Confidence(i);
            var bin = Math.Clamp((int)Math.Ceiling(confidence * bins) - 1, 0, bins - 1);
            counts[bin]++;
            confidences[bin] += confidence;
            if (predictions.IsCorrect(i))
                rights[bin]++;
        }

        return new Calibration(
            [.. Enumerable.Range(0, bins).Select(i => new CalibrationBin(
                i / (double)bins, (i + 1) / (double)bins, counts[i], confidences[i] / counts[i], rights[i] / (double)counts[i]))],
            predictions.Count);
    }
}

/// <summary>The images of a <see cref="Calibration"/> with confidences above <see cref="Low"/>, up to <see cref="High"/>.</summary>
/// <param name="Low">The lower end, exclusive.</param>
/// <param name="High">The upper end, inclusive.</param>
/// <param name="Count">The number of images.</param>
/// <param name="Confidence">Their mean confidence; NaN where there are none.</param>
/// <param name="Accuracy">Their accuracy; NaN where there are none.</param>
public readonly record struct CalibrationBin(double Low, double High, int Count, double Confidence, double Accuracy)
{
    /// <summary>|accuracy - confidence|; NaN where there are no images.</summary>
    public double Gap => Math.Abs(Accuracy - Confidence);
}
