namespace Inkling.Cli;

/// <summary>A file that a command will write when its work is done.</summary>
internal static class OutputFile
{
    /// <summary>A place that cannot be written is told before the work, not after it.</summary>
    /// <exception cref="CliException">There is no such folder, or a folder has the name of the file.</exception>
    public static void Check(string file)
    {
        if (Directory.Exists(file))
            throw new CliException($"{file}: is a folder, expected the name of a file");
        if (Path.GetDirectoryName(Path.GetFullPath(file)) is { } folder && !Directory.Exists(folder))
            throw new CliException($"{file}: there is no such folder");
    }
}
