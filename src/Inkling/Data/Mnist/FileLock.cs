namespace Inkling.Data;

/// <summary>
/// A lock between processes: the process that has the file open exclusively holds it. The system releases it when that process ends, for
/// whatever reason. The empty file is not deleted, because then two processes could hold two files of the same name.
/// </summary>
internal static class FileLock
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    /// <summary>Acquires the lock and waits for it if necessary.</summary>
    /// <param name="path">The lock file, created if it does not exist.</param>
    /// <param name="waiting">Called once, before the first wait.</param>
    /// <param name="timeout">The longest wait.</param>
    /// <param name="cancellation">Cancels the wait.</param>
    /// <returns>The lock, held until it is disposed.</returns>
    /// <exception cref="TimeoutException">Another process held it for longer than <paramref name="timeout"/>.</exception>
    /// <exception cref="IOException">The file cannot be created.</exception>
    /// <exception cref="UnauthorizedAccessException">Access to the file is denied.</exception>
    public static async Task<IDisposable> AcquireAsync(string path, Action waiting, TimeSpan timeout, CancellationToken cancellation)
    {
        var start = Environment.TickCount64;
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0);
            }
            catch (IOException exception) when (IsHeldElsewhere(exception))
            {
                if (attempt == 0)
                    waiting();
                if (Environment.TickCount64 - start > timeout.TotalMilliseconds)
                    throw new TimeoutException($"{path}: another process has held this lock for {timeout.TotalSeconds:0} s", exception);
            }

            await Task.Delay(Pause, cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>
    /// Sharing violation and lock violation on Windows; EWOULDBLOCK of flock elsewhere (11 on Linux, 35 on macOS and BSD).
    /// </summary>
    private static bool IsHeldElsewhere(IOException exception) =>
        OperatingSystem.IsWindows() ? (exception.HResult & 0xFFFF) is 32 or 33 : exception.HResult is 11 or 35;
}
