using System.Globalization;
using System.Text;

namespace Inkling.Formats;

/// <summary>
/// A lock on a folder between processes, so that one of them writes it. The system releases the lock when the process ends, for whatever
/// reason, <c>kill -9</c> included.
/// </summary>
/// <remarks>
/// The process that has <c>.lock</c> in the folder open exclusively holds the lock: by its sharing mode on Windows, by <c>flock</c>
/// elsewhere. On a network share (NFS, SMB) Linux asks the server for the lock, so it also holds between machines; on a file system without
/// locks it is not enforced. As nobody else can read the open file, <c>.lock.owner</c> beside it names the process. Both are deleted on
/// release, and the folder too where it was created for the lock and is empty; a process that was killed leaves them behind, and the next
/// one takes them over. A folder that is moved, deleted or replaced takes the lock with it: <see cref="ThrowIfLost"/> before a write
/// ensures that it does not go to the folder of another process.
/// </remarks>
public sealed class FolderLock : IDisposable
{
    private const string LockName = ".lock";
    private const string OwnerName = ".lock.owner";
    private const int MaxOwnerBytes = 512;

    // A process that has just acquired the lock has not yet written its name.
    private static readonly TimeSpan OwnerTimeout = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    private readonly string _folder;
    private readonly FileStream _file;
    private readonly CreatedFolder _created;

    private FolderLock(string folder, FileStream file, CreatedFolder created) => (_folder, _file, _created) = (folder, file, created);

    /// <summary>Acquires the lock, or names the process that holds it.</summary>
    /// <param name="folder">The folder, which is created where it does not exist.</param>
    /// <param name="program">The name of this program for others to read; null for that of its main assembly.</param>
    /// <returns>The lock, held until it is disposed.</returns>
    /// <exception cref="FolderLockedException">Another process holds it, or this one does.</exception>
    /// <exception cref="IOException">The folder cannot be created or written.</exception>
    /// <exception cref="UnauthorizedAccessException">Access to the folder is denied.</exception>
    public static FolderLock Acquire(string folder, string? program = null)
    {
        for (var start = Environment.TickCount64; ;)
        {
            if (TryAcquire(folder, program) is { } acquired)
                return acquired;
            var owner = ReadOwner(folder);
            if (owner is not null || Environment.TickCount64 - start > OwnerTimeout.TotalMilliseconds)
                throw new FolderLockedException($"{folder}: in use by {owner ?? "another process"}");
            Thread.Sleep(Pause);
        }
    }

    /// <summary>Reads which process has acquired the lock of a folder and not released it; the folder is not touched.</summary>
    /// <param name="folder">The folder; it need not exist.</param>
    /// <returns>
    /// "process 12 (inkling train) on host a since 2026-01-31 12:00 UTC"; null where there is none or it is not known. A process that was
    /// killed is named until another one acquires the lock.
    /// </returns>
    public static string? ReadOwner(string folder)
    {
        try
        {
            var file = new FileInfo(Path.Combine(folder, OwnerName));
            if (!file.Exists || file.Length is 0 or > MaxOwnerBytes)
                return null;
            var lines = File.ReadAllText(file.FullName).Split('\n');
            var time = File.GetLastWriteTimeUtc(Path.Combine(folder, LockName));
            return lines is [var owner, var ticks, ""] && ticks == time.Ticks.ToString(CultureInfo.InvariantCulture)
                && !owner.Any(char.IsControl) ? owner : null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Acquires the lock and waits for it if necessary.</summary>
    /// <param name="folder">The folder, which is created where it does not exist.</param>
    /// <param name="waiting">Called once, before the first wait.</param>
    /// <param name="timeout">The longest wait.</param>
    /// <param name="cancellation">Cancels the wait.</param>
    /// <returns>The lock, held until it is disposed.</returns>
    /// <exception cref="TimeoutException">Another process held it for longer than <paramref name="timeout"/>.</exception>
    /// <exception cref="IOException">The folder cannot be created or written.</exception>
    /// <exception cref="UnauthorizedAccessException">Access to the folder is denied.</exception>
    internal static async Task<FolderLock> AcquireAsync(string folder, Action waiting, TimeSpan timeout, CancellationToken cancellation)
    {
        var start = Environment.TickCount64;
        for (var attempt = 0; ; attempt++)
        {
            if (TryAcquire(folder) is { } acquired)
                return acquired;
            if (attempt == 0)
                waiting();
            if (Environment.TickCount64 - start > timeout.TotalMilliseconds)
                throw new TimeoutException($"{folder}: another process has held this lock for {timeout.TotalSeconds:0} s");
            await Task.Delay(Pause, cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>Checks that the folder still is the one that was locked.</summary>
    /// <exception cref="IOException">It was moved, deleted or replaced, or the file of the lock was.</exception>
    public void ThrowIfLost()
    {
        if (!IsAt(Path.Combine(_folder, LockName)))
            throw new IOException($"{_folder}: moved, deleted or replaced while this process wrote it; nothing more is written");
    }

    /// <summary>Releases the lock and deletes its files, and the folder where it was created for the lock and is empty.</summary>
    public void Dispose()
    {
        if (!_file.CanWrite)
            return;
        if (!IsAt(_file.Name))
        {
            // Closed, it would delete the file of that name, the lock of another process: the system closes it when this one ends.
            _file.SafeFileHandle.SetHandleAsInvalid();
            return;
        }

        DeleteOwner(_folder);
        _file.Dispose();
        _created.Delete();
    }

    private static FolderLock? TryAcquire(string folder, string? program = null)
    {
        var created = CreatedFolder.Create(folder);
        try
        {
            var path = Path.Combine(folder, LockName);
            if (new FileInfo(path).LinkTarget is not null)
                throw new IOException($"{path}: is a symbolic link, expected a file or none");
            // With these arguments .NET deletes the file before it releases the lock, and opens another one where the file that it has
            // locked was deleted meanwhile: two processes never hold two files of the same name.
            var file = new FileStream(
                path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0, FileOptions.DeleteOnClose);
            WriteOwner(folder, file, program ?? AppDomain.CurrentDomain.FriendlyName);
            return new FolderLock(folder, file, created);
        }
        catch (IOException error) when (IsHeldElsewhere(error) || error is DirectoryNotFoundException or FileNotFoundException)
        {
            // A process that has failed deletes the folder that it created; where a third one has created it again meanwhile, .NET says
            // that the file is not found.
            created.Delete();
            return null;
        }
        catch
        {
            created.Delete();
            throw;
        }
    }

    /// <summary>
    /// Gets whether a path leads to the file that is locked: the time of the file distinguishes it from others. Windows does not let an
    /// open file or its folder be moved or deleted.
    /// </summary>
    private bool IsAt(string path)
    {
        try
        {
            return OperatingSystem.IsWindows() || File.GetLastWriteTimeUtc(path) == File.GetLastWriteTimeUtc(_file.SafeFileHandle);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>
    /// Sharing violation and lock violation on Windows; EWOULDBLOCK of flock elsewhere (11 on Linux, 35 on macOS and BSD).
    /// </summary>
    private static bool IsHeldElsewhere(IOException error) =>
        OperatingSystem.IsWindows() ? (error.HResult & 0xFFFF) is 32 or 33 : error.HResult is 11 or 35;

    /// <summary>
    /// Writes who holds the lock, with the time that the file of the lock bears: it distinguishes this process from one that was killed.
    /// </summary>
    private static void WriteOwner(string folder, FileStream file, string program)
    {
        var now = DateTime.UtcNow;
        var owner = string.Create(
            CultureInfo.InvariantCulture,
            $"process {Environment.ProcessId} ({program}) on host {Environment.MachineName} since {now:yyyy-MM-dd HH:mm} UTC");
        DeleteOwner(folder);
        try
        {
            File.SetLastWriteTimeUtc(file.SafeFileHandle, now);
            var time = File.GetLastWriteTimeUtc(file.SafeFileHandle);
            // A new file: a symbolic link of that name is not followed.
            using var stream = new FileStream(Path.Combine(folder, OwnerName), FileMode.CreateNew, FileAccess.Write, FileShare.Read);
            stream.Write(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{owner}\n{time.Ticks}\n")));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // The lock holds nevertheless; others say "another process".
        }
    }

    private static void DeleteOwner(string folder)
    {
        try
        {
            File.Delete(Path.Combine(folder, OwnerName));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // Another process reads it at this moment, or the folder is gone; the time in it no longer is that of the lock.
        }
    }
}
