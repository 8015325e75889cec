namespace Inkling.Analysis;

/// <summary>Where a model is wrong.</summary>
public static class Mistakes
{
    /// <summary>
    /// The images that are read wrong, those that the model is surest of first; of equally sure ones the first in the set.
    /// </summary>
    /// <param name="predictions">What the model made of the images.</param>
    /// <param name="count">How many at most, 0 or more.</param>
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

    /// <summary>The pairs of classes where the first is taken for the second most often; equal ones in the order of the classes.</summary>
    /// <param name="predictions">What the model made of the images.</param>
    /// <param name="count">How many at most, 0 or more.</param>
    /// <returns>Only pairs that are confused at least once.</returns>
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

/// <summary>An image that is read wrong.</summary>
/// <param name="Item">Its index in the set.</param>
/// <param name="Actual">The class that it is of.</param>
/// <param name="Predicted">The class that it is taken for.</param>
/// <param name="Confidence">The probability of that class.</param>
public readonly record struct Mistake(int Item, int Actual, int Predicted, float Confidence);

/// <summary>Two classes, the first taken for the second.</summary>
/// <param name="Actual">The class that the images are of.</param>
/// <param name="Predicted">The class that they are taken for.</param>
/// <param name="Count">How many.</param>
/// <param name="Share">The share that they are of all images of the first class.</param>
public readonly record struct ConfusedPair(int Actual, int Predicted, int Count, double Share);
