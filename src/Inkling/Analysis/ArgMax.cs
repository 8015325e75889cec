namespace Inkling.Analysis;

/// <summary>The class of the largest logit.</summary>
internal static class ArgMax
{
    /// <summary>The index of the largest logit, the first of equal ones; NaN is skipped.</summary>
    public static int Of(ReadOnlySpan<float> logits) => Largest(logits, except: -1);

    /// <summary>The index of the second largest logit.</summary>
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
