using Inkling.Figures.Drawing;

namespace Inkling.Figures.Charts;

/// <summary>A histogram of values, with bins between round numbers and the median.</summary>
public sealed class Histogram : Figure
{
    private readonly double[] _finite;
    private readonly int _missing;

    /// <summary>A histogram of values.</summary>
    /// <param name="title">The title.</param>
    /// <param name="xLabel">The name of the values.</param>
    /// <param name="yLabel">The name of what is counted.</param>
    /// <param name="values">The values; infinity and NaN are only counted in the caption.</param>
    /// <param name="bins">The approximate number of bins, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number of bins is less than 1.</exception>
    public Histogram(string title, string xLabel, string yLabel, IReadOnlyList<double> values, int bins = 30)
        : base(title)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bins, 1);
        _finite = [.. values.Where(double.IsFinite).Order()];
        _missing = values.Count - _finite.Length;
        (XLabel, YLabel) = (xLabel, yLabel);
        Edges = _finite.Length == 0 ? AxisTicks.Linear(0, 1) : AxisTicks.Linear(_finite[0], _finite[^1], bins);
        var counts = new int[Math.Max(Edges.Values.Count - 1, 1)];
        foreach (var value in _finite)
            counts[Math.Clamp((int)((value - Edges.Low) / (Edges.High - Edges.Low) * counts.Length), 0, counts.Length - 1)]++;
        Counts = counts;
    }

    /// <summary>The name of the values.</summary>
    public string XLabel { get; }

    /// <summary>The name of what is counted.</summary>
    public string YLabel { get; }

    /// <summary>The name of infinite and NaN values in the caption.</summary>
    public string WithoutValue { get; init; } = "Without a finite value";

    /// <summary>The median of the finite values; NaN where there are none.</summary>
    public double Median => _finite.Length == 0
        ? double.NaN
        : (_finite[(_finite.Length - 1) / 2] / 2) + (_finite[_finite.Length / 2] / 2);

    /// <inheritdoc/>
    public override string Description => (_finite.Length == 0
        ? $"{XLabel}: no values."
        : $"{XLabel} of {NumberFormat.Value(_finite.Length)} {YLabel}: "
            + $"from {NumberFormat.Value(_finite[0], 3)} to {NumberFormat.Value(_finite[^1], 3)}, median {NumberFormat.Value(Median, 3)}.")
        + (Caption.Length > 0 ? $" {Caption}" : "");

    internal override string Caption => _missing == 0
        ? ""
        : $"{WithoutValue}: {NumberFormat.Value(_missing)} of {NumberFormat.Value(_missing + _finite.Length)} {YLabel}.";

    internal override double BodyHeight => 28 + 8 + 240 + PlotArea.BottomHeight;

    internal override Type View => typeof(HistogramView);

    /// <summary>The edges of the bins.</summary>
    internal AxisTicks Edges { get; }

    /// <summary>The number of values in each bin.</summary>
    internal IReadOnlyList<int> Counts { get; }
}
