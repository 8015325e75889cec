using System.ComponentModel;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Inkling.Formats;

/// <summary>
/// Flushes a directory to the disk, without which a file that was created or renamed in it may be gone after a power failure.
/// </summary>
internal static partial class DirectorySync
{
    private const int PermissionDenied = 13;

    /// <summary>Flushes the entries of a directory. Does nothing on Windows, in the browser, and where the file system cannot.</summary>
    /// <param name="directory">The directory.</param>
    /// <exception cref="IOException">The directory does not exist, or the disk has failed.</exception>
    public static void Flush(string directory)
    {
        if (OperatingSystem.IsWindows() || OperatingSystem.IsBrowser())
            return;
        // File.OpenHandle refuses directories.
        using var handle = new SafeFileHandle(Open(directory, flags: 0), ownsHandle: true);
        if (handle.IsInvalid)
        {
            // One that may be written, but not read, cannot be opened.
            var error = Marshal.GetLastPInvokeError();
            if (error != PermissionDenied)
                throw new IOException($"{directory}: cannot be flushed to the disk, {new Win32Exception(error).Message}", error);
            return;
        }

        // Ignores the errors of a file system that cannot flush: EINVAL, EROFS and ENOTSUP.
        RandomAccess.FlushToDisk(handle);
    }

    /// <summary>open(2), read-only.</summary>
    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);
}
