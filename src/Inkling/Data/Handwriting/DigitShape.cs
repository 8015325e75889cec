using System.Globalization;

namespace Inkling.Data;

/// <summary>A point that the pen passes, in hundredths of the digit's height: x to the right, y down from the top.</summary>
/// <param name="X">Position along the line of writing.</param>
/// <param name="Y">0 at the top of the digit, 100 at its foot.</param>
/// <param name="Corner">Whether the pen turns sharply here instead of sweeping through.</param>
internal readonly record struct ShapePoint(float X, float Y, bool Corner);

/// <summary>One way of writing a digit: strokes, each a list of points that a smooth curve runs through.</summary>
internal sealed class DigitShape
{
    private DigitShape(float share, ShapePoint[][] strokes) => (Share, Strokes) = (share, strokes);

    /// <summary>How common this way is beside the other ways of the same digit; only ratios count.</summary>
    public float Share { get; }

    /// <summary>The strokes in the order of writing.</summary>
    public ShapePoint[][] Strokes { get; }

    /// <summary>
    /// Reads strokes from text: points "x,y" with a "!" after a corner, such as <c>"0,6 55,4! 30,50 18,100"</c> for a seven.
    /// </summary>
    public static DigitShape Of(float share, params string[] strokes) => new(share, Array.ConvertAll(strokes, ReadStroke));

    private static ShapePoint[] ReadStroke(string text) => Array.ConvertAll(text.Split(' '), ReadPoint);

    private static ShapePoint ReadPoint(string text)
    {
        var corner = text.EndsWith('!');
        var comma = text.IndexOf(',');
        return new ShapePoint(
            float.Parse(text.AsSpan(0, comma), CultureInfo.InvariantCulture),
            float.Parse(text.AsSpan(comma + 1).TrimEnd('!'), CultureInfo.InvariantCulture),
            corner);
    }
}
