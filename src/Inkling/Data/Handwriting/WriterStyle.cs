using System.Numerics;

namespace Inkling.Data;

/// <summary>The style of one writer: the slant, proportions, line width and irregularities of the digits.</summary>
internal sealed class WriterStyle
{
    /// <summary>The largest number of control points of a stroke.</summary>
    public const int MaxStrokePoints = 16;

    /// <summary>The largest number of points of a digit, which has at most 2 strokes.</summary>
    public const int MaxPoints = 2 * MaxStrokePoints * Spline.Samples;

    /// <summary>The deviation of the ends of a stroke, relative to the distance between its last two control points.</summary>
    private const float Overshoot = 0.07f;

    private readonly Pen _pen;
    private readonly Matrix3x2 _transform;
    private readonly float _jitter;
    private readonly float _strokeOffset;
    private readonly float _taper;
    private readonly float _waist;
    private readonly Wave _sideways;
    private readonly Wave _upwards;

    /// <summary>Draws a style at random.</summary>
    public WriterStyle(RandomStream random)
    {
        _pen = Pen.Random(random);
        LineWidth = Math.Clamp(0.124f * MathF.Exp(0.27f * Normal(random)), 0.065f, 0.26f);
        var slant = 0.12f + (0.21f * Normal(random));
        var rotation = 0.045f * Normal(random);
        var width = MathF.Exp(0.13f + (0.22f * Normal(random)));
        var (sin, cos) = (MathF.Sin(rotation), MathF.Cos(rotation));

        // Scale, then slant, then rotate.
        _transform = new Matrix3x2(width * cos, width * sin, (-slant * cos) - sin, cos - (slant * sin), 0, 0);
        _jitter = random.NextSingle(1f, 3.2f);
        _strokeOffset = random.NextSingle(0, 4f);
        _taper = 0.18f * Normal(random);
        _waist = 8f * Normal(random);
        _sideways = Wave.Random(random, 3f);
        _upwards = Wave.Random(random, 3f);
    }

    /// <summary>Gets the width of the line relative to the longer side of the digit's bounding box.</summary>
    public float LineWidth { get; }

    /// <summary>Writes a digit.</summary>
    /// <param name="shape">The variant of the digit.</param>
    /// <param name="random">The random stream.</param>
    /// <param name="line">Receives the points; room for <see cref="MaxPoints"/>.</param>
    /// <returns>The number of points written.</returns>
    public int Write(DigitShape shape, RandomStream random, Span<PenPoint> line)
    {
        Span<Vector2> points = stackalloc Vector2[MaxStrokePoints];
        Span<bool> corners = stackalloc bool[MaxStrokePoints];
        var count = 0;
        foreach (var stroke in shape.Strokes)
        {
            var shift = _strokeOffset * new Vector2(Normal(random), Normal(random));
            for (var i = 0; i < stroke.Length; i++)
            {
                points[i] = new Vector2(stroke[i].X, stroke[i].Y) + shift + (_jitter * new Vector2(Normal(random), Normal(random)));
                corners[i] = stroke[i].Corner;
            }

            // A stroke begins and ends a little early or late.
            var last = stroke.Length - 1;
            points[0] += Overshoot * Normal(random) * (points[0] - points[1]);
            points[last] += Overshoot * Normal(random) * (points[last] - points[last - 1]);
            for (var i = 0; i < stroke.Length; i++)
                points[i] = Bend(points[i]);

            var drawn = line[count..];
            var samples = Spline.Through(points[..stroke.Length], corners[..stroke.Length], drawn);
            _pen.Trace(drawn[..samples], random);
            count += samples;
        }

        return count;
    }

    private static float Normal(RandomStream random) => Math.Clamp((float)random.NextNormal(), -2.5f, 2.5f);

    private Vector2 Bend(Vector2 point)
    {
        var (x, y) = (point.X, point.Y);
        x = 30 + ((x - 30) * (1 + (_taper * ((y / 50) - 1))));
        y += _waist * MathF.Sin(MathF.PI * y / 100);
        (x, y) = (x + _sideways.At(y), y + _upwards.At(x));

        // Vector2.Transform rounds differently on machines without fused multiply-add.
        return new Vector2((x * _transform.M11) + (y * _transform.M21), (x * _transform.M12) + (y * _transform.M22));
    }

    /// <summary>A sine wave along one axis that bends the digit.</summary>
    private readonly record struct Wave(float Height, float Phase, float Rate)
    {
        public static Wave Random(RandomStream random, float height) =>
            new(height * Normal(random), random.NextSingle(0, MathF.Tau), random.NextSingle(0.02f, 0.06f));

        public float At(float place) => Height * MathF.Sin(Phase + (Rate * place));
    }
}
