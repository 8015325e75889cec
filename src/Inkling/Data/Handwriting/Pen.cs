namespace Inkling.Data;

/// <summary>A point of a pen's path.</summary>
/// <param name="X">The horizontal position, in any unit.</param>
/// <param name="Y">The vertical position, downwards, in the same unit.</param>
/// <param name="Pressure">The width of the line here, relative to the pen's line width.</param>
/// <param name="Lifted">Whether the pen was lifted before this point, which begins a stroke.</param>
internal readonly record struct PenPoint(float X, float Y, float Pressure, bool Lifted);

/// <summary>The variation of a line along a stroke: its width and its tremor.</summary>
/// <param name="Swell">The relative variation of the pressure along a stroke.</param>
/// <param name="Taper">The relative decrease of the width at the end of a stroke.</param>
/// <param name="Tremor">The deviation from the path, in hundredths of the digit's height.</param>
internal readonly record struct Pen(float Swell, float Taper, float Tremor)
{
    /// <summary>Draws a pen at random.</summary>
    public static Pen Random(RandomStream random) => new(
        Swell: random.NextSingle(0, 0.18f),
        Taper: random.NextSingle(0, 0.3f),
        Tremor: random.NextSingle(0, 0.7f));

    /// <summary>Adds the variation to a smooth line, in place.</summary>
    /// <param name="line">The points of one stroke.</param>
    /// <param name="random">The random stream.</param>
    public void Trace(Span<PenPoint> line, RandomStream random)
    {
        var phase = random.NextSingle(0, MathF.Tau);
        var waves = random.NextSingle(0.5f, 1.5f) * MathF.Tau / line.Length;
        var (strayX, strayY) = (0f, 0f);
        for (var i = 0; i < line.Length; i++)
        {
            // Tremor is correlated along the line: an autoregressive process of order one.
            strayX = (0.8f * strayX) + (Tremor * random.NextSingle(-1, 1));
            strayY = (0.8f * strayY) + (Tremor * random.NextSingle(-1, 1));
            var fromEnd = Math.Min(1f, (line.Length - 1 - i) / 6f);
            var pressure = (1 + (Swell * MathF.Sin(phase + (waves * i)))) * (1 - (Taper * (1 - fromEnd)));
            line[i] = new PenPoint(line[i].X + strayX, line[i].Y + strayY, pressure, line[i].Lifted);
        }
    }
}
