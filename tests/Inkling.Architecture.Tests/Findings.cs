namespace Inkling.Architecture.Tests;

internal static class Findings
{
    /// <summary>Fails with one line for each finding.</summary>
    public static void ShouldBeNone<T>(this IEnumerable<T> findings) => string.Join('\n', findings).ShouldBeEmpty();
}
