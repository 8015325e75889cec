namespace Inkling.Data;

/// <summary>
/// A lock that processes share through a file: whoever has it open for itself alone holds it. The system lets go of it when the holder
/// ends, however it ends. The empty file stays, because to delete it would let two processes hold two files of the same name.
/// </summary>
internal static class FileLock
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    /// <summary>Takes the lock, waiting for it if need be.</summary>
    /// <param name="path">The lock file, made if it is not there.</param>
    /// <param name="waiting">Called once, before the first wait.</param>
    /// <param name="limit">How long to wait at most.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>The lock, held until it is disposed.</returns>
    /// <exception cref="TimeoutException">Another process held it for longer than <paramref name="limit"/>.</exception>
    /// <exception cref="IOException">The file cannot be made.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be made.</exception>
    public static async Task<IDisposable> AcquireAsync(string path, Action waiting, TimeSpan limit, CancellationToken cancellation)
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
                if (Environment.TickCount64 - start > limit.TotalMilliseconds)
                    throw new TimeoutException($"{path}: another process has held this lock for {limit.TotalSeconds:0} s", exception);
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
