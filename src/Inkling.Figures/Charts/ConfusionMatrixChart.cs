using Inkling.Figures.Drawing;
using Inkling.Training.Metrics;

namespace Inkling.Figures.Charts;

/// <summary>
/// How often each class was taken for each other: a row for each class, a column for what it was read as. What was read right is blue,
/// mistakes are orange: as
/// strong as their share of the largest mistake, so that few mistakes are seen beside many right answers.
/// </summary>
public sealed class ConfusionMatrixChart : Figure
{
    private readonly int[,] _counts;

    /// <summary>A chart of a matrix.</summary>
    /// <param name="title">What is shown.</param>
    /// <param name="classes">The names of the classes.</param>
    /// <param name="confusion">The counts.</param>
    /// <exception cref="ArgumentException">There is not a name for each class.</exception>
    public ConfusionMatrixChart(string title, IReadOnlyList<string> classes, ConfusionMatrix confusion)
        : this(title, confusion.Classes == 0 ? [] : classes, Counts(confusion))
    {
    }

    /// <summary>A chart of counts.</summary>
    /// <param name="title">What is shown.</param>
    /// <param name="classes">The names of the classes.</param>
    /// <param name="counts">How many items of a class (first index) were read as a class (second index), none below 0.</param>
    /// <exception cref="ArgumentException">The counts are not a square of as many rows as there are names, or one is below 0.</exception>
    public ConfusionMatrixChart(string title, IReadOnlyList<string> classes, int[,] counts)
        : base(title)
    {
        if (counts.GetLength(0) != classes.Count || counts.GetLength(1) != classes.Count)
        {
            throw new ArgumentException(
                $"ConfusionMatrixChart: {counts.GetLength(0)} x {counts.GetLength(1)} counts, expected a row and a column for each of {classes.Count} classes", nameof(counts));
        }

        if (counts.Cast<int>().Any(count => count < 0))
            throw new ArgumentException(
                $"ConfusionMatrixChart: a count of {counts.Cast<int>().Min()}, expected at least 0", nameof(counts));
        (Classes, _counts) = (classes, (int[,])counts.Clone());
    }

    /// <summary>The names of the classes.</summary>
    public IReadOnlyList<string> Classes { get; }

    /// <summary>Whether a cell says its share of the row, in per cent, and not its count.</summary>
    public bool Normalized { get; init; }

    /// <inheritdoc/>
    public override string Description
    {
        get
        {
            var indices = Enumerable.Range(0, Classes.Count);
            var (all, right) = (indices.Sum(Row), indices.Sum(i => (long)_counts[i, i]));
            if (all == 0)
                return "A confusion matrix without items.";
            var mistakes = indices.SelectMany(i => indices.Where(j => j != i).Select(j => (Actual: i, Read: j, Count: _counts[i, j])))
                .Where(mistake => mistake.Count > 0).OrderByDescending(mistake => mistake.Count).Take(3).ToList();
            return $"{NumberFormat.Value(right)} of {NumberFormat.Value(all)} items of {NumberFormat.Value(Classes.Count)} classes are read right ({NumberFormat.Percent((double)right / all, 2)}). "
                + (mistakes.Count == 0 ? "There are no mistakes." : "Most frequent mistakes: "
                    + string.Join(
                        ", ", mistakes.Select(
                            mistake => $"{Classes[mistake.Actual]} read as {Classes[mistake.Read]} ({NumberFormat.Value(mistake.Count)})")) + ".");
        }
    }

    internal override string Caption => Classes.Count == 0 ? "" : (Normalized ? "Each cell: per cent of its row. " : "")
        + "Blue: read right, as a share of the row. Orange: mistakes, as a share of the most frequent one.";

    internal override double BodyHeight => 26 + (Classes.Count * Cell) + ColumnNamesHeight + 4;

    internal override Type View => typeof(ConfusionMatrixChartView);

    /// <summary>Units that the names of the rows take.</summary>
    internal double RowNamesWidth => Math.Min(LongestName, 110) + 8;

    /// <summary>Where the cells begin.</summary>
    internal double Left => MinRemaining + ((Width - MinRemaining - 14 - (Cell * Classes.Count)) / 2);

    /// <summary>How wide and high a cell is.</summary>
    internal double Cell => Math.Min(64, (Width - MinRemaining - 14) / Math.Max(Classes.Count, 1));

    /// <summary>Whether the names of the columns have to be turned.</summary>
    internal bool HasTurnedNames => LongestName > Cell - 4;

    internal double ColumnNamesHeight => HasTurnedNames ? Math.Min(LongestName, 110) + 10 : 22;

    private double MinRemaining => 32 + RowNamesWidth;

    private double LongestName => Classes.Select(name => TextLayout.Width(name)).DefaultIfEmpty(0).Max();

    private double LargestMistake => Enumerable.Range(0, Classes.Count)
        .SelectMany(i => Enumerable.Range(0, Classes.Count).Where(j => j != i).Select(j => Weight(i, j))).DefaultIfEmpty(0).Max();

    /// <summary>What a cell says.</summary>
    internal string Label(int actual, int read)
    {
        var count = _counts[actual, read];
        if (Normalized)
            return count == 0 ? "0" : (100.0 * count / Row(actual)) is var percent && percent > 99.95
                ? "100"
                : percent.ToString("0.0", System.Globalization.CultureInfo.InvariantCulture);
        var whole = NumberFormat.Value(count);
        return TextLayout.Width(whole, TextLayout.SmallSize) <= Cell - 3 ? whole : NumberFormat.Compact(count);
    }

    /// <summary>What a cell says when the pointer rests on it.</summary>
    internal string Hint(int actual, int read)
    {
        var (count, row) = (_counts[actual, read], Row(actual));
        return $"{Classes[actual]} read as {Classes[read]}: {NumberFormat.Value(count)}"
            + (row == 0 ? "" : $" of {NumberFormat.Value(row)} ({NumberFormat.Percent((double)count / row, 2)})");
    }

    /// <summary>How strong the colour of a cell is: 0 to 1.</summary>
    internal double Strength(int actual, int read) => actual == read
        ? _counts[actual, read] / (double)Math.Max(Row(actual), 1)
        : Weight(actual, read) / Math.Max(LargestMistake, double.Epsilon);

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

    private double Weight(int actual, int read) => Normalized
        ? _counts[actual, read] / (double)Math.Max(Row(actual), 1)
        : _counts[actual, read];

    private long Row(int actual) => Enumerable.Range(0, Classes.Count).Sum(read => (long)_counts[actual, read]);
}
