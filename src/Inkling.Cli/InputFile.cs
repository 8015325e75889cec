using Inkling.Pictures;

namespace Inkling.Cli;

/// <summary>A file that a command classifies: its images, or what is wrong with it.</summary>
/// <param name="Path">The path as the user wrote it.</param>
/// <param name="Content">The prepared images; null where there is an error.</param>
/// <param name="Error">The error in one line; null where there is none.</param>
internal sealed record InputFile(string Path, DigitFile? Content, string? Error)
{
    /// <summary>Stands for standard input.</summary>
    public const string StandardInput = "-";

    /// <summary>Reads files, in parallel; one that is damaged does not keep the others from being read.</summary>
    /// <param name="paths">Paths, or <see cref="StandardInput"/>.</param>
    /// <param name="limit">The maximum number of images of an IDX file.</param>
    public static InputFile[] Read(IReadOnlyList<string> paths, int limit)
    {
        // A single file takes no thread of the pool, which would have to start.
        if (paths is [var path])
            return [Read(path, limit)];
        var files = new InputFile[paths.Count];
        Parallel.For(0, files.Length, i => files[i] = Read(paths[i], limit));
        return files;
    }

    /// <summary>Reads a file.</summary>
    public static InputFile Read(string path, int limit)
    {
        var name = path == StandardInput ? "standard input" : path;
        try
        {
            if (Directory.Exists(path))
                throw new CliException($"{path}: is a folder, expected a picture or an IDX file");
            if (path != StandardInput)
                return new InputFile(path, DigitFile.Read(path, limit), null);
            using var input = Console.OpenStandardInput();
            return new InputFile(path, DigitFile.Read(input, name, limit), null);
        }
        catch (Exception error) when (ErrorHandling.IsExpected(error))
        {
            return new InputFile(path, null, ErrorHandling.Describe(error, name));
        }
    }

    /// <summary>Gets the name of an image: the path, with the index in an IDX file.</summary>
    public string NameOf(int index) => Content is { IsIdx: true } ? $"{Path}[{index}]" : Path;
}
