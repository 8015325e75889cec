namespace Inkling;

/// <summary>
/// A pseudorandom number generator: xoshiro256** 1.0 (Blackman and Vigna, "Scrambled linear pseudorandom number generators", ACM TOMS
/// 47(4), 2021), seeded through SplitMix64. The sequence of a seed does not change between versions, so a run can be repeated and resumed
/// exactly.
/// </summary>
/// <remarks>Not thread-safe: each unit of parallel work takes a stream of its own from <see cref="ForItem"/>.</remarks>
public sealed class RandomStream
{
    private ulong _s0, _s1, _s2, _s3;

    /// <summary>Creates a stream from a seed.</summary>
    public RandomStream(ulong seed) => Start(seed);

    /// <summary>Creates a stream that continues from a saved state.</summary>
    /// <exception cref="ArgumentException">All bits of the state are zero, which no stream reaches.</exception>
    public RandomStream(RandomState state) => State = state;

    /// <summary>Gets or sets the state: a saved state, set again, continues the sequence exactly.</summary>
    /// <exception cref="ArgumentException">All bits of the state are zero, which no stream reaches.</exception>
    public RandomState State
    {
        get => new(_s0, _s1, _s2, _s3);
        set => (_s0, _s1, _s2, _s3) = value != default
            ? (value.S0, value.S1, value.S2, value.S3)
            : throw new ArgumentException("a state of nothing but zeros would give zeros for ever", nameof(value));
    }

    /// <summary>Whether <see cref="Randomness.Seed"/> has replaced this stream.</summary>
    internal bool Superseded { get; set; }

    /// <summary>
    /// Creates the stream of item <paramref name="item"/> under <paramref name="seed"/>: items can be processed in any order, on any
    /// thread,
    /// with the same result.
    /// </summary>
    public static RandomStream ForItem(ulong seed, ulong item)
    {
        var stream = new RandomStream(0);
        stream.StartItem(seed, item);
        return stream;
    }

    /// <summary>Generates 64 uniform bits.</summary>
    public ulong NextUInt64()
    {
        var result = ulong.RotateLeft(_s1 * 5, 7) * 9;
        var t = _s1 << 17;
        _s2 ^= _s0;
        _s3 ^= _s1;
        _s1 ^= _s2;
        _s0 ^= _s3;
        _s2 ^= t;
        _s3 = ulong.RotateLeft(_s3, 45);
        return result;
    }

    /// <summary>Generates a double in [0, 1) from the top 53 bits.</summary>
    public double NextDouble() => (NextUInt64() >> 11) * (1.0 / (1UL << 53));

    /// <summary>Generates a float in [0, 1) from the top 24 bits.</summary>
    public float NextSingle() => (NextUInt64() >> 40) * (1.0f / (1 << 24));

    /// <summary>Generates a float in [<paramref name="low"/>, <paramref name="high"/>).</summary>
    public float NextSingle(float low, float high) => low + (NextSingle() * (high - low));

    /// <summary>
    /// Generates an unbiased integer in [0, <paramref name="exclusiveMaximum"/>) (Lemire, "Fast random integer generation", 2019).
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="exclusiveMaximum"/> is not positive.</exception>
    public int Next(int exclusiveMaximum)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(exclusiveMaximum);
        var range = (uint)exclusiveMaximum;
        var product = (NextUInt64() >> 32) * range;
        if ((uint)product < range)
        {
            var threshold = (0u - range) % range;
            while ((uint)product < threshold)
                product = (NextUInt64() >> 32) * range;
        }

        return (int)(product >> 32);
    }

    /// <summary>
    /// Generates a standard normal number (Box and Muller, 1958; one of the pair is used, so that the state alone determines the next).
    /// </summary>
    public double NextNormal()
    {
        var radius = Math.Sqrt(-2.0 * Math.Log(1.0 - NextDouble()));
        return radius * Math.Cos(2.0 * Math.PI * NextDouble());
    }

    /// <summary>Shuffles the items uniformly (Fisher and Yates).</summary>
    public void Shuffle(Span<int> items)
    {
        for (var i = items.Length - 1; i > 0; i--)
        {
            var j = Next(i + 1);
            (items[i], items[j]) = (items[j], items[i]);
        }
    }

    /// <summary>Restarts this as the stream that <see cref="ForItem"/> returns, without a new object.</summary>
    internal void StartItem(ulong seed, ulong item)
    {
        var mixed = seed;
        var first = SplitMix64(ref mixed);
        Start(first ^ ((item + 1) * 0xD1342543DE82EF95UL));
    }

    private void Start(ulong seed)
    {
        _s0 = SplitMix64(ref seed);
        _s1 = SplitMix64(ref seed);
        _s2 = SplitMix64(ref seed);
        _s3 = SplitMix64(ref seed);
    }

    private static ulong SplitMix64(ref ulong state)
    {
        var z = state += 0x9E3779B97F4A7C15UL;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
        return z ^ (z >> 31);
    }
}

/// <summary>The 256-bit state of a <see cref="RandomStream"/>.</summary>
public readonly record struct RandomState(ulong S0, ulong S1, ulong S2, ulong S3);
