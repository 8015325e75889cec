using System.Numerics;
using System.Runtime.InteropServices;

namespace Inkling.Data;

/// <summary>Rasterises pen strokes as ink with soft edges.</summary>
internal static class StrokeRasterizer
{
    /// <summary>
    /// The number of rows and columns of the sheet: about three times the box that the digit is scaled down to, so that its grey levels
    /// come from area averaging, and a multiple of every vector width.
    /// </summary>
    public const int SheetSize = 64;

    /// <summary>Draws strokes so that their ink just fills the sheet's longer side.</summary>
    /// <param name="line">The strokes; overwritten with their positions on the sheet.</param>
    /// <param name="lineWidth">The width of the line at pressure 1, relative to the longer side of the ink's box.</param>
    /// <param name="softness">Half the width of the soft edge, in pixels of the sheet; at least 0.5.</param>
    /// <param name="sheet">[<see cref="SheetSize"/>, <see cref="SheetSize"/>], overwritten with ink from 0 to 1.</param>
    public static void Draw(Span<PenPoint> line, float lineWidth, float softness, Span<float> sheet)
    {
        sheet.Clear();
        var radius = lineWidth * SheetSize / 2;
        Fit(line, radius);
        for (var i = 0; i < line.Length; i++)
        {
            if (!line[i].Lifted)
                DrawSegment(line[i - 1], line[i], radius, softness, sheet);
        }
    }

    private static void Fit(Span<PenPoint> line, float radius)
    {
        float left = float.MaxValue, right = float.MinValue, top = float.MaxValue, bottom = float.MinValue;
        foreach (var point in line)
        {
            (left, right) = (Math.Min(left, point.X), Math.Max(right, point.X));
            (top, bottom) = (Math.Min(top, point.Y), Math.Max(bottom, point.Y));
        }

        var scale = (SheetSize - (2 * radius)) / Math.Max(Math.Max(right - left, bottom - top), 1e-3f);
        var (middleX, middleY) = ((left + right) / 2, (top + bottom) / 2);
        for (var i = 0; i < line.Length; i++)
        {
            var point = line[i];
            line[i] = point with
            {
                X = (SheetSize / 2f) + (scale * (point.X - middleX)),
                Y = (SheetSize / 2f) + (scale * (point.Y - middleY)),
            };
        }
    }

    /// <summary>Draws a segment: the ink of a pixel decreases with its distance from the segment.</summary>
    private static void DrawSegment(PenPoint from, PenPoint to, float radius, float softness, Span<float> sheet)
    {
        var (dx, dy) = (to.X - from.X, to.Y - from.Y);
        var perLength = 1 / Math.Max((dx * dx) + (dy * dy), 1e-9f);
        var fade = 1 / (2 * softness);
        var reach = (radius * Math.Max(from.Pressure, to.Pressure)) + softness;
        var top = Math.Max(0, (int)(Math.Min(from.Y, to.Y) - reach));
        var bottom = Math.Min(SheetSize - 1, (int)(Math.Max(from.Y, to.Y) + reach));
        var left = Math.Max(0, (int)(Math.Min(from.X, to.X) - reach)) / Vector<float>.Count;
        var right = Math.Min(SheetSize - 1, (int)(Math.Max(from.X, to.X) + reach)) / Vector<float>.Count;
        var pixels = MemoryMarshal.Cast<float, Vector<float>>(sheet); // [SheetSize, SheetSize / lanes]
        var half = new Vector<float>(0.5f);
        for (var row = top; row <= bottom; row++)
        {
            var line = pixels.Slice(row * (SheetSize / Vector<float>.Count), SheetSize / Vector<float>.Count);
            var y = row + 0.5f - from.Y;
            for (var group = left; group <= right; group++)
            {
                // Element by element, so that the bytes do not depend on the vector's width.
                var x = Vector.CreateSequence((group * Vector<float>.Count) + 0.5f - from.X, 1f);
                var along = Vector.Min(
                    Vector.Max(((x * dx) + new Vector<float>(y * dy)) * perLength, Vector<float>.Zero), Vector<float>.One);
                var (offX, offY) = (x - (along * dx), new Vector<float>(y) - (along * dy));
                var distance = Vector.SquareRoot((offX * offX) + (offY * offY));
                var edge = (new Vector<float>(from.Pressure) + (along * (to.Pressure - from.Pressure))) * radius;
                line[group] = Vector.Max(line[group], Vector.Min(((edge - distance) * fade) + half, Vector<float>.One));
            }
        }
    }
}
