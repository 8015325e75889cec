namespace Inkling;

/// <summary>The random numbers that a program uses where it does not name its own: weights at the start, shuffles, dropout.</summary>
public static class Randomness
{
    [ThreadStatic]
    private static RandomStream? _default;

    /// <summary>
    /// This thread's stream. Without <see cref="Seed"/> it starts from seed 0, so that a program does the same each time it runs.
    /// </summary>
    public static RandomStream Default => _default ??= new RandomStream(0);

    /// <summary>Starts this thread's stream again at a seed (<c>torch.manual_seed</c>).</summary>
    /// <remarks>What went on from the stream before, as the order of <see cref="Data.Dataset.Batches"/> does from epoch to epoch, starts
    /// again too.</remarks>
    public static void Seed(ulong seed)
    {
        _default?.Superseded = true;
        _default = new RandomStream(seed);
    }

    /// <summary>Puts another stream in the place of this thread's, and returns that; null for one that has not been used.</summary>
    internal static RandomStream? Exchange(RandomStream? stream)
    {
        var before = _default;
        _default = stream;
        return before;
    }
}
