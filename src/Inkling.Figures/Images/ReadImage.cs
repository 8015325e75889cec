using Inkling.Analysis;
using Inkling.Figures.Drawing;

namespace Inkling.Figures.Images;

/// <summary>An image, what it is, and what a model made of it.</summary>
/// <param name="Index">Its place in its set, from 0.</param>
/// <param name="Image">Its ink.</param>
/// <param name="Label">The name of its class.</param>
/// <param name="Read">The name of the class that the model read.</param>
/// <param name="Confidence">The probability that the model gave to what it read, 0 to 1.</param>
public sealed record ReadImage(int Index, Raster Image, string Label, string Read, double Confidence)
{
    /// <summary>Whether the model read what it is.</summary>
    public bool IsCorrect => Read == Label;

    /// <summary>What a model made of an image of a set.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such image.</exception>
    public static ReadImage Of(Predictions predictions, int item)
    {
        var (set, names) = (predictions.Set, predictions.Set.ClassNames);
        return new ReadImage(
            item, Raster.Of(set, item), names[predictions.Label(item)], names[predictions.Class(item)], predictions.Confidence(item));
    }

    /// <summary>right or wrong: the class of <see cref="Theme.Css"/>.</summary>
    internal string Outcome => IsCorrect ? "correct" : "incorrect";

    /// <summary>The tile of a grid: a mark and words say what the colour says.</summary>
    internal Tile ToTile() => new(
        Image,
        $"image {Index}: read {Read}, is {Label}, {(IsCorrect ? "right" : "wrong")}, confidence {NumberFormat.Percent(Confidence, 2)}",
        [.. ImageText.Outcome(Read, Label), new ImageText(NumberFormat.Percent(Confidence), "faint")])
    { Outcome = Outcome };
}
