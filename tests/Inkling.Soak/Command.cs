using System.ComponentModel;
using System.Diagnostics;

namespace Inkling.Soak;

/// <summary>Short commands of the system.</summary>
internal static class Command
{
    /// <summary>Runs a command and gets whether it is there and succeeds.</summary>
    public static bool Succeeds(string program, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
            process.StandardError.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }
}
