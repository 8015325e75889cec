using Inkling.Formats;

namespace Inkling.Cli;

/// <summary>A file that a command writes when its work is done.</summary>
internal static class OutputFile
{
    /// <summary>Checks that the file can be written, before the work and not after it.</summary>
    /// <exception cref="CliException">
    /// There is no such folder or none that can be written, a folder has the name of the file, or the name is too long.
    /// </exception>
    public static void Check(string file)
    {
        if (Directory.Exists(file))
            throw new CliException($"{file}: is a folder, expected the name of a file");
        if (Path.GetDirectoryName(Path.GetFullPath(file)) is { } folder && !Directory.Exists(folder))
            throw new CliException($"{file}: there is no such folder");
        ErrorHandling.Naming(file, () => AtomicFile.Check(file));
    }
}
