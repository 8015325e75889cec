using Inkling.Figures.Drawing;
using Inkling.Training.Metrics;

namespace Inkling.Figures.Charts;

/// <summary>
/// A confusion matrix: a row per class, a column per predicted class. The diagonal is blue; misclassifications are orange, relative to the
/// most frequent one, so that few of them are visible beside many correct predictions.
/// </summary>
public sealed class ConfusionMatrixChart : Figure
{
    private readonly int[,] _counts;

    /// <summary>The chart of a confusion matrix.</summary>
    /// <param name="title">The title.</param>
    /// <param name="classes">The names of the classes.</param>
    /// <param name="confusion">The counts.</param>
    /// <exception cref="ArgumentException">There is not one name for each class.</exception>
    public ConfusionMatrixChart(string title, IReadOnlyList<string> classes, ConfusionMatrix confusion)
        : this(title, confusion.Classes == 0 ? [] : classes, Counts(confusion))
    {
    }

    /// <summary>The chart of counts.</summary>
    /// <param name="title">The title.</param>
    /// <param name="classes">The names of the classes.</param>
    /// <param name="counts">[classes, classes]: the number of images of a class (row) by predicted class (column), at least 0.</param>
    /// <exception cref="ArgumentException">The counts are not [classes, classes], or one is negative.</exception>
    public ConfusionMatrixChart(string title, IReadOnlyList<string> classes, int[,] counts)
        : base(title)
    {
        if (counts.GetLength(0) != classes.Count || counts.GetLength(1) != classes.Count)
        {
            throw new ArgumentException(
                $"ConfusionMatrixChart: {counts.GetLength(0)} x {counts.GetLength(1)} counts, "
                + $"expected a row and a column for each of {classes.Count} classes", nameof(counts));
        }

        if (counts.Cast<int>().Any(count => count < 0))
            throw new ArgumentException(
                $"ConfusionMatrixChart: a count of {counts.Cast<int>().Min()}, expected at least 0", nameof(counts));
        (Classes, _counts) = (classes, (int[,])counts.Clone());
    }

    /// <summary>The names of the classes.</summary>
    public IReadOnlyList<string> Classes { get; }

    /// <summary>Whether cells are percentages of their rows and not counts.</summary>
    public bool Normalized { get; init; }

    /// <inheritdoc/>
    public override string Description
    {
        get
        {
            var indices = Enumerable.Range(0, Classes.Count);
            var (all, correct) = (indices.Sum(Row), indices.Sum(i => (long)_counts[i, i]));
            if (all == 0)
                return "A confusion matrix without images.";
            var mistakes = indices.SelectMany(i => indices.Where(j => j != i).Select(j => (Actual: i, Predicted: j, Count: _counts[i, j])))
                .Where(mistake => mistake.Count > 0).OrderByDescending(mistake => mistake.Count).Take(3).ToList();
            return $"{NumberFormat.Value(correct)} of {NumberFormat.Value(all)} images of {NumberFormat.Value(Classes.Count)} classes "
                + $"are classified correctly ({NumberFormat.Percent((double)correct / all, 2)}). "
                + (mistakes.Count == 0
                    ? "No image is misclassified."
                    : $"Most frequent misclassifications: {string.Join(", ", mistakes.Select(Describe))}.");

            string Describe((int Actual, int Predicted, int Count) mistake) =>
                $"{Classes[mistake.Actual]} predicted as {Classes[mistake.Predicted]} ({NumberFormat.Value(mistake.Count)})";
        }
    }

    internal override string Caption => Classes.Count == 0 ? "" : (Normalized ? "Each cell: percentage of its row. " : "")
        + "Blue: correct, relative to the row. Orange: misclassified, relative to the most frequent misclassification.";

    internal override double BodyHeight => 26 + (Classes.Count * Cell) + ColumnNamesHeight + 4;

    internal override Type View => typeof(ConfusionMatrixChartView);

    /// <summary>The width of the names of the rows.</summary>
    internal double RowNamesWidth => Math.Min(LongestName, 110) + 8;

    /// <summary>The left edge of the cells.</summary>
    internal double Left => MinRemaining + ((Width - MinRemaining - 14 - (Cell * Classes.Count)) / 2);

    /// <summary>The side of a cell.</summary>
    internal double Cell => Math.Min(64, (Width - MinRemaining - 14) / Math.Max(Classes.Count, 1));

    /// <summary>Whether the names of the columns are rotated, because they are wider than a cell.</summary>
    internal bool HasRotatedNames => LongestName > Cell - 4;

    internal double ColumnNamesHeight => HasRotatedNames ? Math.Min(LongestName, 110) + 10 : 22;

    private double MinRemaining => 32 + RowNamesWidth;

    private double LongestName => Classes.Select(name => TextLayout.Width(name)).DefaultIfEmpty(0).Max();

    private double LargestWeight => Enumerable.Range(0, Classes.Count)
        .SelectMany(i => Enumerable.Range(0, Classes.Count).Where(j => j != i).Select(j => Weight(i, j))).DefaultIfEmpty(0).Max();

    /// <summary>The text of a cell.</summary>
    internal string Label(int actual, int predicted)
    {
        var count = _counts[actual, predicted];
        if (Normalized)
            return count == 0 ? "0" : (100.0 * count / Row(actual)) is var percent && percent > 99.95
                ? "100"
                : percent.ToString("0.0", System.Globalization.CultureInfo.InvariantCulture);
        var whole = NumberFormat.Value(count);
        return TextLayout.Width(whole, TextLayout.SmallSize) <= Cell - 3 ? whole : NumberFormat.Compact(count);
    }

    /// <summary>The tooltip of a cell.</summary>
    internal string Tooltip(int actual, int predicted)
    {
        var (count, row) = (_counts[actual, predicted], Row(actual));
        return $"{Classes[actual]} predicted as {Classes[predicted]}: {NumberFormat.Value(count)}"
            + (row == 0 ? "" : $" of {NumberFormat.Value(row)} ({NumberFormat.Percent((double)count / row, 2)})");
    }

    /// <summary>The strength of the colour of a cell, 0 to 1.</summary>
    internal double Strength(int actual, int predicted) => actual == predicted
        ? _counts[actual, predicted] / (double)Math.Max(Row(actual), 1)
        : Weight(actual, predicted) / Math.Max(LargestWeight, double.Epsilon);

    private static int[,] Counts(ConfusionMatrix confusion)
    {
        var counts = new int[confusion.Classes, confusion.Classes];
        for (var i = 0; i < confusion.Classes; i++)
        {
            for (var j = 0; j < confusion.Classes; j++)
                counts[i, j] = confusion[i, j];
        }

        return counts;
    }

    private double Weight(int actual, int predicted) => Normalized
        ? _counts[actual, predicted] / (double)Math.Max(Row(actual), 1)
        : _counts[actual, predicted];

    private long Row(int actual) => Enumerable.Range(0, Classes.Count).Sum(predicted => (long)_counts[actual, predicted]);
}
