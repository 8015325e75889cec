namespace Inkling.Formats;

/// <summary>Opens files for reading and refuses pipes, devices and sockets, on which opening or reading can wait without end.</summary>
public static class RegularFile
{
    /// <summary>Opens a file that has content.</summary>
    /// <param name="path">The file, or a symbolic link to it.</param>
    /// <param name="options">Hints for the system, such as <see cref="FileOptions.SequentialScan"/>.</param>
    /// <returns>A stream at position 0 that supports seeking and has no buffer of its own.</returns>
    /// <exception cref="InvalidDataException">
    /// It is a folder, is empty, or is not a regular file; the message is one line that begins with the path.
    /// </exception>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="DirectoryNotFoundException">There is no such directory.</exception>
    /// <exception cref="UnauthorizedAccessException">Access is denied.</exception>
    /// <exception cref="IOException">The file is in use, or symbolic links form a loop.</exception>
    public static FileStream OpenRead(string path, FileOptions options = FileOptions.None)
    {
        // Before it is opened: to open a pipe waits until another process opens it for writing.
        if (Length(path) == 0)
            throw Refuse(path);
        if (Directory.Exists(path))
            throw FormatError.In(path, "is a folder, expected a file");
        var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, options);
        if (stream.CanSeek && stream.Length > 0)
            return stream;
        stream.Dispose();
        throw Refuse(path);
    }

    /// <summary>Reads a whole file.</summary>
    /// <param name="path">The file, or a symbolic link to it.</param>
    /// <param name="maximum">The largest number of bytes that is read.</param>
    /// <exception cref="InvalidDataException">
    /// It is a folder, is empty, is not a regular file or is longer; the message is one line that begins with the path.
    /// </exception>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="DirectoryNotFoundException">There is no such directory.</exception>
    /// <exception cref="UnauthorizedAccessException">Access is denied.</exception>
    /// <exception cref="IOException">The file is in use, or symbolic links form a loop.</exception>
    public static byte[] ReadAllBytes(string path, int maximum)
    {
        using var stream = OpenRead(path);
        return BoundedReader.ReadToEnd(stream, path, maximum);
    }

    /// <summary>Determines whether a path leads to a file with content, which pipes, devices and sockets never state to have.</summary>
    /// <param name="path">The file, or a symbolic link to it.</param>
    /// <exception cref="IOException">Symbolic links form a loop.</exception>
    public static bool HasContent(string path) => Length(path) > 0;

    /// <summary>Gets the length that a file states; null where there is no such file.</summary>
    private static long? Length(string path)
    {
        // The length of a symbolic link is that of its text.
        var file = new FileInfo(path);
        var isLink = file.Exists && file.Attributes.HasFlag(FileAttributes.ReparsePoint);
        if (isLink && file.ResolveLinkTarget(returnFinalTarget: true) is { } target)
            file = new FileInfo(target.FullName);
        return file.Exists ? file.Length : null;
    }

    private static InvalidDataException Refuse(string path) => FormatError.In(path, "empty or not a regular file");
}
