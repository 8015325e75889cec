namespace Inkling.Formats;

/// <summary>A folder that was created with its missing parents, and that can be deleted with them again.</summary>
public sealed class CreatedFolder
{
    private readonly List<string> _created = [];

    private CreatedFolder()
    {
    }

    /// <summary>
    /// Creates a folder and its missing parents and flushes them to the disk. If that fails, none of them is left. One that exists already
    /// is no error.
    /// </summary>
    /// <param name="path">The folder.</param>
    /// <exception cref="PathTooLongException">The path or one of its names is too long for the file system.</exception>
    /// <exception cref="UnauthorizedAccessException">Access is denied.</exception>
    /// <exception cref="IOException">A file has that name, or the disk is full or read-only.</exception>
    public static CreatedFolder Create(string path)
    {
        var folder = new CreatedFolder();
        try
        {
            folder.CreateMissing(Path.TrimEndingDirectorySeparator(Path.GetFullPath(path)));
        }
        catch
        {
            folder.Delete();
            throw;
        }

        return folder;
    }

    /// <summary>Deletes the folders that were created, the innermost first, up to one that is not empty.</summary>
    public void Delete()
    {
        try
        {
            for (var i = _created.Count - 1; i >= 0; i--)
                Directory.Delete(_created[i]);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // Something else was put into it, or the disk is gone.
        }
    }

    private void CreateMissing(string path)
    {
        if (Directory.Exists(path))
            return;
        for (var end = Path.GetPathRoot(path)!.Length; end < path.Length;)
        {
            var parent = path[..end];
            var next = path.IndexOf(Path.DirectorySeparatorChar, end + 1);
            end = next < 0 ? path.Length : next;
            var folder = path[..end];
            if (Directory.Exists(folder))
                continue;
            Directory.CreateDirectory(folder);
            _created.Add(folder);
            DirectorySync.Flush(parent);
        }
    }
}
