using System.Globalization;

namespace Inkling.Data;

/// <summary>A control point of a stroke, in hundredths of the digit's height: x to the right, y down from the top.</summary>
/// <param name="X">The horizontal position.</param>
/// <param name="Y">The vertical position: 0 at the top of the digit, 100 at its bottom.</param>
/// <param name="Corner">Whether the curve has a corner here instead of passing through smoothly.</param>
internal readonly record struct ShapePoint(float X, float Y, bool Corner);

/// <summary>A variant of a digit: strokes, each a list of control points of a smooth curve.</summary>
internal sealed class DigitShape
{
    private DigitShape(float frequency, ShapePoint[][] strokes) => (Frequency, Strokes) = (frequency, strokes);

    /// <summary>Gets the relative frequency among the variants of the digit.</summary>
    public float Frequency { get; }

    /// <summary>Gets the strokes in the order of writing.</summary>
    public ShapePoint[][] Strokes { get; }

    /// <summary>
    /// Parses strokes: points "x,y" with a "!" after a corner, such as <c>"0,6 55,4! 30,50 18,100"</c> for a seven.
    /// </summary>
    public static DigitShape Of(float frequency, params string[] strokes) => new(frequency, Array.ConvertAll(strokes, ParseStroke));

    private static ShapePoint[] ParseStroke(string text) => Array.ConvertAll(text.Split(' '), ParsePoint);

    private static ShapePoint ParsePoint(string text)
    {
        var corner = text.EndsWith('!');
        var comma = text.IndexOf(',');
        return new ShapePoint(
            float.Parse(text.AsSpan(0, comma), CultureInfo.InvariantCulture),
            float.Parse(text.AsSpan(comma + 1).TrimEnd('!'), CultureInfo.InvariantCulture),
            corner);
    }
}
