using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Inkling.Formats;

namespace Inkling.Cli.Runs;

/// <summary>The process that writes a run folder.</summary>
internal static partial class RunWriter
{
    /// <summary>Finds the process that holds a run folder, without touching it.</summary>
    /// <returns>
    /// "process 12 (inkling train) on host a since 2026-01-31 12:00 UTC"; null where there is none. A process of another machine counts
    /// until its lock is released.
    /// </returns>
    public static string? Find(string folder) => FolderLock.ReadOwner(folder) is { } owner && IsAlive(owner) ? owner : null;

    private static bool IsAlive(string owner)
    {
        if (Owner().Match(owner) is not { Success: true } match || match.Groups["host"].Value != Environment.MachineName)
            return true;
        try
        {
            using var process = Process.GetProcessById(int.Parse(match.Groups["process"].Value, CultureInfo.InvariantCulture));
            var since = DateTime.ParseExact(
                match.Groups["since"].Value, "yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture,
                DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal);

            // Another process may have the number of one that was killed: it began after the minute of the lock.
            return process.StartTime.ToUniversalTime() < since.AddMinutes(1);
        }
        catch (Exception error) when (error is ArgumentException or FormatException or InvalidOperationException or OverflowException
            or Win32Exception)
        {
            // It ends at this moment, or what it wrote is damaged.
            return false;
        }
    }

    [GeneratedRegex(@"^process (?<process>\d+) \(.*\) on host (?<host>.+) since (?<since>.{16}) UTC$", RegexOptions.ExplicitCapture)]
    private static partial Regex Owner();
}
