namespace Inkling.Analysis;

/// <summary>The class that some logits speak for.</summary>
internal static class ArgMax
{
    /// <summary>The place of the largest logit, of equal ones the first; logits that are not numbers are passed over.</summary>
    public static int Of(ReadOnlySpan<float> logits) => Largest(logits, except: -1);

    /// <summary>The class that comes second.</summary>
    public static int RunnerUp(ReadOnlySpan<float> logits) => Largest(logits, except: Of(logits));

    private static int Largest(ReadOnlySpan<float> logits, int except)
    {
        var (best, value) = (except == 0 ? 1 : 0, float.NegativeInfinity);
        for (var i = 0; i < logits.Length; i++)
        {
            if (i != except && logits[i] > value)
                (best, value) = (i, logits[i]);
        }

        return best;
    }
}
