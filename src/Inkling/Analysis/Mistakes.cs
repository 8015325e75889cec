namespace Inkling.Analysis;

/// <summary>The images that a model misclassifies.</summary>
public static class Mistakes
{
    /// <summary>
    /// The misclassified images by descending confidence; of equal confidences the first in the set comes first.
    /// </summary>
    /// <param name="predictions">The predictions for the images.</param>
    /// <param name="count">The largest number of results, 0 or more.</param>
    /// <returns>Fewer than <paramref name="count"/>, or none, where there are not that many.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The count is negative.</exception>
    public static IReadOnlyList<Mistake> MostConfident(Predictions predictions, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        return [.. Enumerable.Range(0, predictions.Count)
            .Where(i => !predictions.IsCorrect(i))
            .Select(i => new Mistake(i, predictions.Label(i), predictions.Class(i), predictions.Confidence(i)))
            .OrderByDescending(mistake => mistake.Confidence)
            .Take(count)];
    }

    /// <summary>The pairs of a true and a predicted class by descending count; equal counts in the order of the classes.</summary>
    /// <param name="predictions">The predictions for the images.</param>
    /// <param name="count">The largest number of results, 0 or more.</param>
    /// <returns>Pairs that are confused at least once.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The count is negative.</exception>
    public static IReadOnlyList<ConfusedPair> MostConfusedPairs(Predictions predictions, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        var confusion = predictions.Confusion;
        return [..
            (from actual in Enumerable.Range(0, predictions.Classes)
             from predicted in Enumerable.Range(0, predictions.Classes)
             where actual != predicted && confusion[actual, predicted] > 0
             orderby confusion[actual, predicted] descending
             select new ConfusedPair(
                 actual, predicted, confusion[actual, predicted], confusion[actual, predicted] / (double)confusion.Actual(actual)))
            .Take(count)];
    }
}

/// <summary>A misclassified image.</summary>
/// <param name="Item">Its index in the set.</param>
/// <param name="Actual">The true class.</param>
/// <param name="Predicted">The predicted class.</param>
/// <param name="Confidence">The probability of the predicted class.</param>
public readonly record struct Mistake(int Item, int Actual, int Predicted, float Confidence);

/// <summary>A true and a predicted class that differ.</summary>
/// <param name="Actual">The true class.</param>
/// <param name="Predicted">The predicted class.</param>
/// <param name="Count">The number of images.</param>
/// <param name="Share">Their share of the images of the true class.</param>
public readonly record struct ConfusedPair(int Actual, int Predicted, int Count, double Share);
