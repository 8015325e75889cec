namespace Inkling.Formats;

/// <summary>Writes a file atomically: a reader sees either the old content or all of the new.</summary>
public static class AtomicFile
{
    // The random part is that of Path.GetRandomFileName. Hidden files of other programs are not to match.
    private const string TemporaryPattern = ".*.????????.???.tmp";

    /// <summary>
    /// Runs <paramref name="write"/> on a temporary file beside <paramref name="path"/>, flushes it to the disk, renames it over the target
    /// and flushes the directory: on return the content survives a power failure. If anything fails before that last flush, the temporary
    /// file is removed and the target is unchanged. A symbolic link at the target is replaced, not followed.
    /// </summary>
    /// <param name="path">The file to create or replace; its directory has to exist.</param>
    /// <param name="write">Writes the content. The stream supports writing and seeking; it is closed afterwards.</param>
    /// <exception cref="ArgumentException"><paramref name="path"/> names no file.</exception>
    /// <exception cref="DirectoryNotFoundException">The directory does not exist.</exception>
    /// <exception cref="UnauthorizedAccessException">The directory cannot be written.</exception>
    /// <exception cref="IOException">The disk is full, the target is in use, or it is a device in /dev.</exception>
    public static void Write(string path, Action<Stream> write)
    {
        var target = Path.GetFullPath(path);
        var temporary = TemporaryFor(path);
        var created = false;
        try
        {
            using (var stream = Create(temporary))
            {
                created = true;
                write(stream);
                stream.Flush(flushToDisk: true);
            }

            File.Move(temporary, target, overwrite: true);
            created = false;
            DirectorySync.Flush(Path.GetDirectoryName(target)!);
        }
        catch
        {
            if (created)
                TryDelete(temporary);
            throw;
        }
    }

    /// <summary>
    /// Checks that <see cref="Write"/> can create its temporary file, which is deleted again; so what keeps a file from being written is
    /// found before the work whose result it is to hold.
    /// </summary>
    /// <param name="path">The file to create or replace later.</param>
    /// <exception cref="ArgumentException"><paramref name="path"/> names no file.</exception>
    /// <exception cref="DirectoryNotFoundException">The directory does not exist.</exception>
    /// <exception cref="UnauthorizedAccessException">The directory cannot be written.</exception>
    /// <exception cref="IOException">The name is too long, the file system is read-only, or the target is a device in /dev.</exception>
    public static void Check(string path)
    {
        var temporary = TemporaryFor(path);
        Create(temporary).Dispose();
        TryDelete(temporary);
    }

    /// <summary>
    /// Deletes the temporary files that processes left in a directory when they were killed within <see cref="Write"/>; those that cannot
    /// be deleted stay. The caller ensures, for instance by a <see cref="FolderLock"/>, that no other process writes there.
    /// </summary>
    /// <param name="directory">The directory; it need not exist.</param>
    public static void DeleteTemporary(string directory)
    {
        if (!Directory.Exists(directory))
            return;
        var all = new EnumerationOptions { AttributesToSkip = FileAttributes.None };
        foreach (var file in Directory.GetFiles(directory, TemporaryPattern, all))
            TryDelete(file);
    }

    private static string TemporaryFor(string path)
    {
        var target = Path.GetFullPath(path);
        var (directory, name) = (Path.GetDirectoryName(target), Path.GetFileName(target));
        if (name.Length == 0)
            throw new ArgumentException($"AtomicFile: '{path}' is a directory, a file name is expected", nameof(path));
        if (directory == "/dev")
            throw new IOException($"{path}: a device is not replaced by a file");

        // In the same directory, because a rename is atomic only within one file system.
        return Path.Combine(directory!, $".{name}.{Path.GetRandomFileName()}.tmp");
    }

    private static FileStream Create(string temporary) =>
        new(temporary, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, bufferSize: 1 << 16);

    private static void TryDelete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // The reason that the write failed is the one worth reporting.
        }
    }
}
