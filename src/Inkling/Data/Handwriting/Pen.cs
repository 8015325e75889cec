namespace Inkling.Data;

/// <summary>A place the pen has been.</summary>
/// <param name="X">Position along the line of writing, any unit.</param>
/// <param name="Y">Position downwards, the same unit.</param>
/// <param name="Pressure">The width of the line here, relative to the pen's own.</param>
/// <param name="Lifted">Whether the pen came here through the air: a new stroke begins.</param>
internal readonly record struct PenPoint(float X, float Y, float Pressure, bool Lifted);

/// <summary>A pen in a moving hand: how its line swells, thins and trembles along a stroke.</summary>
/// <param name="Swell">How much the pressure changes along a stroke, relative.</param>
/// <param name="Taper">How much thinner a stroke ends, relative.</param>
/// <param name="Tremor">How far the tip strays from its way, in hundredths of the digit's height.</param>
internal readonly record struct Pen(float Swell, float Taper, float Tremor)
{
    /// <summary>A pen as somebody may hold it.</summary>
    public static Pen Random(RandomStream random) => new(
        Swell: random.NextSingle(0, 0.18f),
        Taper: random.NextSingle(0, 0.3f),
        Tremor: random.NextSingle(0, 0.7f));

    /// <summary>Follows a smooth line and leaves it as the pen would.</summary>
    /// <param name="line">The line of one stroke, changed in place.</param>
    /// <param name="random">The hand's chance.</param>
    public void Trace(Span<PenPoint> line, RandomStream random)
    {
        var phase = random.NextSingle(0, MathF.Tau);
        var waves = random.NextSingle(0.5f, 1.5f) * MathF.Tau / line.Length;
        var (strayX, strayY) = (0f, 0f);
        for (var i = 0; i < line.Length; i++)
        {
            // A tremor is correlated along the line: an autoregressive walk of order one.
            strayX = (0.8f * strayX) + (Tremor * random.NextSingle(-1, 1));
            strayY = (0.8f * strayY) + (Tremor * random.NextSingle(-1, 1));
            var fromEnd = Math.Min(1f, (line.Length - 1 - i) / 6f);
            var pressure = (1 + (Swell * MathF.Sin(phase + (waves * i)))) * (1 - (Taper * (1 - fromEnd)));
            line[i] = new PenPoint(line[i].X + strayX, line[i].Y + strayY, pressure, line[i].Lifted);
        }
    }
}
