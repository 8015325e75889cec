namespace Inkling;

/// <summary>The default source of random numbers: initial weights, shuffles, dropout.</summary>
public static class Randomness
{
    [ThreadStatic]
    private static RandomStream? _default;

    /// <summary>
    /// Gets this thread's stream. Without <see cref="Seed"/> its seed is 0, so that every run of a program is the same.
    /// </summary>
    public static RandomStream Default => _default ??= new RandomStream(0);

    /// <summary>Restarts this thread's stream from a seed (<c>torch.manual_seed</c>).</summary>
    /// <remarks>Sequences that continue from epoch to epoch, such as the order of <see cref="Data.Dataset.Batches"/>, restart
    /// too.</remarks>
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
