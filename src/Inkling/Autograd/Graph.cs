namespace Inkling.Autograd;

/// <summary>Whether operations are recorded.</summary>
internal static class Graph
{
    [ThreadStatic]
    private static int _disabled;

    /// <summary>Gets whether operations on this thread are recorded.</summary>
    public static bool Recording => _disabled == 0;

    /// <summary>Disables recording on this thread; calls nest.</summary>
    public static void DisableRecording() => _disabled++;

    /// <summary>Ends the effect of one <see cref="DisableRecording"/>.</summary>
    public static void RestoreRecording() => _disabled--;
}
