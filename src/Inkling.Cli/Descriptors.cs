using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Inkling.Cli;

/// <summary>The file descriptors of the process, on Linux and macOS.</summary>
internal static partial class Descriptors
{
    private const int Minimum = 256;

    // F_GETFD and FD_CLOEXEC of fcntl(2).
    private const int GetFlags = 1;
    private const int CloseOnExec = 1;

    private static readonly SafeFileHandle StandardError = new(2, ownsHandle: false);

    /// <summary>
    /// Determines whether a standard stream was closed when the process started. Its descriptor is then one of the runtime's own, which are
    /// closed on exec; one that was inherited is not.
    /// </summary>
    /// <param name="descriptor">0, 1 or 2.</param>
    public static bool IsClosed(int descriptor) =>
        !OperatingSystem.IsWindows() && Fcntl(descriptor, GetFlags) is var flags && (flags < 0 || (flags & CloseOnExec) != 0);

    /// <summary>
    /// Determines whether the process may open as many files as it needs: an assembly that is loaded takes two, and without one of them
    /// even the error cannot be reported. If not, it is reported here.
    /// </summary>
    public static bool Suffice()
    {
        // RLIMIT_NOFILE, which the runtime has raised to the largest value that is permitted.
        if (OperatingSystem.IsWindows() || GetLimit(OperatingSystem.IsMacOS() ? 8 : 7, out var limit) != 0 || limit.Current >= Minimum)
            return true;
        try
        {
            using var error = new FileStream(StandardError, FileAccess.Write, bufferSize: 0);
            error.Write("inkling: too few files may be open (ulimit -n), expected 256 or more\n"u8);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // The exit code still tells that the command failed.
        }

        return false;
    }

    /// <summary>fcntl(2) without an argument.</summary>
    [LibraryImport("libc", EntryPoint = "fcntl")]
    private static partial int Fcntl(int descriptor, int command);

    /// <summary>getrlimit(2).</summary>
    [LibraryImport("libc", EntryPoint = "getrlimit")]
    private static partial int GetLimit(int resource, out ResourceLimit limit);

    /// <summary>struct rlimit.</summary>
    private readonly record struct ResourceLimit(nuint Current, nuint Maximum);
}
