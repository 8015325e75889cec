using System.Runtime.CompilerServices;

namespace Inkling.Architecture.Tests;

internal static class Findings
{
    /// <summary>What is still to be mended, as "rule: file". To be empty.</summary>
    private static readonly string[] Pending = Repository.ReadLines("tests/Inkling.Architecture.Tests/Pending.txt");

    /// <summary>Fails with one line for each finding; a finding begins with the file that it is about.</summary>
    public static void ShouldBeNone<T>(this IEnumerable<T> findings, [CallerMemberName] string rule = "") =>
        string.Join('\n', findings.Select(finding => $"{finding}").Where(finding => !Pending.Contains($"{rule}: {FileOf(finding)}")))
            .ShouldBeEmpty();

    private static string FileOf(string finding) => finding.Split(' ', ':')[0];
}
