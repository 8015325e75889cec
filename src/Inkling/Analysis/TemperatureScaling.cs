using Inkling.Models;

namespace Inkling.Analysis;

/// <summary>
/// Temperature scaling: one number T divides all logits, so that the confidences agree with the accuracy; the predicted classes stay (Guo,
/// Pleiss, Sun and Weinberger, "On Calibration of Modern Neural Networks", ICML 2017, section 4.2). T is fitted on images that the model
/// was not trained on.
/// </summary>
public static class TemperatureScaling
{
    // Each step halves the interval, which is 9.2 wide: the last is below the spacing of floats.
    private const int Steps = 32;

    /// <summary>Fits the temperature on predictions, whatever the temperature of their model.</summary>
    /// <param name="predictions">The predictions for held-out images.</param>
    /// <returns>T, for <see cref="TrainedModel.Temperature"/>.</returns>
    public static float Fit(Predictions predictions) => Fit(predictions.AllLogits, predictions.Set.Labels);

    /// <summary>Computes the temperature that minimises the negative log-likelihood of the labels.</summary>
    /// <param name="logits">[N, classes], not divided by a temperature.</param>
    /// <param name="labels">[N], at least one, each below the number of classes.</param>
    /// <returns>
    /// T, from <see cref="ModelFile.MinimumTemperature"/> to <see cref="ModelFile.MaximumTemperature"/>; 1 where every label has the
    /// largest logit, because the likelihood then grows without bound as T falls, and where a logit is not finite.
    /// </returns>
    /// <remarks>
    /// As a function of b = 1 / T the negative log-likelihood is convex: its derivative, the mean of sum_j p_j z_j - z_label with
    /// p = softmax(b z), grows with b. Its zero is found by bisection of ln T.
    /// </remarks>
    /// <exception cref="ArgumentException">There is no label, or not the same number of logits for each, or one is not a class.</exception>
    public static float Fit(ReadOnlySpan<float> logits, ReadOnlySpan<byte> labels)
    {
        if (labels.IsEmpty || logits.IsEmpty || logits.Length % labels.Length != 0)
            throw new ArgumentException(
                $"TemperatureScaling: {logits.Length} logits and {labels.Length} labels, expected as many for each of at least one label",
                nameof(logits));
        var classes = logits.Length / labels.Length;
        if (labels.ContainsAnyExceptInRange((byte)0, (byte)Math.Min(classes - 1, byte.MaxValue)))
            throw new ArgumentException($"TemperatureScaling: a label is not below {classes}, the number of classes", nameof(labels));
        if (!AreFinite(logits) || Slope(logits, labels, double.PositiveInfinity) <= 0)
            return 1;
        var (low, high) = (Math.Log(ModelFile.MinimumTemperature), Math.Log(ModelFile.MaximumTemperature));
        for (var i = 0; i < Steps; i++)
        {
            var middle = (low + high) / 2;
            if (Slope(logits, labels, Math.Exp(-middle)) > 0)
                low = middle;
            else
                high = middle;
        }

        return (float)Math.Clamp(Math.Exp((low + high) / 2), ModelFile.MinimumTemperature, ModelFile.MaximumTemperature);
    }

    private static bool AreFinite(ReadOnlySpan<float> values)
    {
        foreach (var value in values)
        {
            if (!float.IsFinite(value))
                return false;
        }

        return true;
    }

    /// <summary>The sum over the images of sum_j p_j z_j - z_label with p = softmax(scale z).</summary>
    private static double Slope(ReadOnlySpan<float> logits, ReadOnlySpan<byte> labels, double scale)
    {
        var classes = logits.Length / labels.Length;
        var total = 0.0;
        for (var i = 0; i < labels.Length; i++)
        {
            var row = logits.Slice(i * classes, classes);
            var largest = System.Numerics.Tensors.TensorPrimitives.Max(row);
            var (sum, weighted) = (0.0, 0.0);
            foreach (var logit in row)
            {
                // Of the largest logit the product would be NaN where the scale is infinite.
                var weight = logit == largest ? 1 : Math.Exp(scale * ((double)logit - largest));
                sum += weight;
                weighted += weight * logit;
            }

            total += (weighted / sum) - row[labels[i]];
        }

        return total;
    }
}
