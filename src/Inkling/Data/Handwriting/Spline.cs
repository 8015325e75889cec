using System.Numerics;

namespace Inkling.Data;

/// <summary>
/// Samples a smooth curve through points: a Catmull-Rom spline (Catmull and Rom, "A class of local interpolating splines", 1974).
/// </summary>
internal static class Spline
{
    /// <summary>The number of samples of each span between two points.</summary>
    public const int Samples = 6;

    /// <summary>Samples the curve; at a corner the tangent is taken from one side only, so that the corner stays sharp.</summary>
    /// <param name="points">At least 2 points.</param>
    /// <param name="corners">Whether each of them is a corner.</param>
    /// <param name="line">Receives the samples; room for <see cref="Samples"/> x (points - 1) + 1 samples.</param>
    /// <returns>The number of samples written.</returns>
    public static int Through(ReadOnlySpan<Vector2> points, ReadOnlySpan<bool> corners, Span<PenPoint> line)
    {
        var count = 0;
        for (var i = 0; i + 1 < points.Length; i++)
        {
            var (from, to) = (points[i], points[i + 1]);
            var before = i == 0 || corners[i] ? from : points[i - 1];
            var after = i + 2 == points.Length || corners[i + 1] ? to : points[i + 2];
            var leave = (to - before) / 2;
            var arrive = (after - from) / 2;
            for (var step = 0; step < Samples; step++)
            {
                var t = step / (float)Samples;
                var (t2, t3) = (t * t, t * t * t);
                var at = (((2 * t3) - (3 * t2) + 1) * from) + ((t3 - (2 * t2) + t) * leave)
                    + (((3 * t2) - (2 * t3)) * to) + ((t3 - t2) * arrive);
                line[count] = new PenPoint(at.X, at.Y, 1, count == 0);
                count++;
            }
        }

        line[count] = new PenPoint(points[^1].X, points[^1].Y, 1, false);
        return count + 1;
    }
}
