using System.Numerics;

namespace Inkling.Data;

/// <summary>The style of one writer: how the ideal shape of a digit comes out bent, leaning and out of proportion.</summary>
internal sealed class WriterStyle
{
    /// <summary>The most points of a stroke.</summary>
    public const int MaxStrokePoints = 16;

    /// <summary>Room for the longest digit: 2 strokes.</summary>
    public const int MaxPoints = 2 * MaxStrokePoints * Spline.Samples;

    /// <summary>How far a stroke misses its end, relative to the distance between its last two points.</summary>
    private const float Overshoot = 0.07f;

    private readonly Pen _pen;
    private readonly Matrix3x2 _lean;
    private readonly float _unsteadiness;
    private readonly float _looseness;
    private readonly float _taper;
    private readonly float _waist;
    private readonly Wave _sideways;
    private readonly Wave _upwards;

    /// <summary>A writer whom chance picks.</summary>
    public WriterStyle(RandomStream random)
    {
        _pen = Pen.Random(random);
        LineWidth = Math.Clamp(0.124f * MathF.Exp(0.27f * Normal(random)), 0.065f, 0.26f);
        var slant = 0.12f + (0.21f * Normal(random));
        var turn = 0.045f * Normal(random);
        var width = MathF.Exp(0.13f + (0.22f * Normal(random)));
        var (sin, cos) = (MathF.Sin(turn), MathF.Cos(turn));
        _lean = new Matrix3x2(width * cos, width * sin, (-slant * cos) - sin, cos - (slant * sin), 0, 0); // scale, then slant, then turn
        _unsteadiness = random.NextSingle(1f, 3.2f);
        _looseness = random.NextSingle(0, 4f);
        _taper = 0.18f * Normal(random);
        _waist = 8f * Normal(random);
        _sideways = Wave.Random(random, 3f);
        _upwards = Wave.Random(random, 3f);
    }

    /// <summary>The width of the line relative to the longer side of the digit's box.</summary>
    public float LineWidth { get; }

    /// <summary>Writes a digit.</summary>
    /// <param name="shape">What to write.</param>
    /// <param name="random">The hand's chance.</param>
    /// <param name="line">Room for <see cref="MaxPoints"/>.</param>
    /// <returns>How many points were written.</returns>
    public int Write(DigitShape shape, RandomStream random, Span<PenPoint> line)
    {
        Span<Vector2> points = stackalloc Vector2[MaxStrokePoints];
        Span<bool> corners = stackalloc bool[MaxStrokePoints];
        var count = 0;
        foreach (var stroke in shape.Strokes)
        {
            var shift = _looseness * new Vector2(Normal(random), Normal(random));
            for (var i = 0; i < stroke.Length; i++)
            {
                points[i] = new Vector2(stroke[i].X, stroke[i].Y) + shift + (_unsteadiness * new Vector2(Normal(random), Normal(random)));
                corners[i] = stroke[i].Corner;
            }

            // A stroke ends a little before or after it should.
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

        // Written out: Vector2.Transform rounds differently on machines without fused multiply-add.
        return new Vector2((x * _lean.M11) + (y * _lean.M21), (x * _lean.M12) + (y * _lean.M22));
    }

    /// <summary>A slow bend across the digit.</summary>
    private readonly record struct Wave(float Height, float Phase, float Rate)
    {
        public static Wave Random(RandomStream random, float height) =>
            new(height * Normal(random), random.NextSingle(0, MathF.Tau), random.NextSingle(0.02f, 0.06f));

        public float At(float place) => Height * MathF.Sin(Phase + (Rate * place));
    }
}
