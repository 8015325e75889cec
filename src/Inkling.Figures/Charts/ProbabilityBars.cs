using Inkling.Figures.Drawing;
using Inkling.Models;

namespace Inkling.Figures.Charts;

/// <summary>
/// The probability of each class for one image. The predicted class is green where it is correct, red where it is not, blue where the label
/// is not known. <see cref="ProbabilityBarsView"/> can be part of other figures too.
/// </summary>
public sealed class ProbabilityBars : Figure
{
    /// <summary>The bars of a prediction.</summary>
    /// <param name="title">The title.</param>
    /// <param name="prediction">The prediction, with the label where it is known.</param>
    public ProbabilityBars(string title, Prediction prediction)
        : base(title) => Prediction = prediction;

    /// <summary>The prediction.</summary>
    public Prediction Prediction { get; }

    /// <summary>The width in units, at least 160; 480 for a figure of its own.</summary>
    public double FigureWidth { get; init; } = 480;

    /// <inheritdoc/>
    public override string Description => Prediction.Sentence();

    internal override double Width => FigureWidth;

    internal override double BodyHeight => BarRows.HeightOf(Prediction.ClassNames.Count, 1) + 8;

    internal override Type View => typeof(ProbabilityBarsView);

    /// <summary>The colour of a class: only the predicted one has one.</summary>
    internal string Color(int index) =>
        index != Prediction.Class ? "neutral" : Prediction.Outcome() is { Length: > 0 } outcome ? outcome : "c0";
}
