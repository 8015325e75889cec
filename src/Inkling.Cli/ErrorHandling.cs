using Inkling.Data;

namespace Inkling.Cli;

/// <summary>Describes errors in one line.</summary>
internal static class ErrorHandling
{
    private const int NoSpaceLeft = 28;
    private const int ReadOnlyFileSystem = 30;

    /// <summary>Gets whether an error comes from files, data or the machine, and is not a bug.</summary>
    public static bool IsExpected(Exception error) =>
        error is CliException or IOException or InvalidDataException or UnauthorizedAccessException or PlatformNotSupportedException;

    /// <summary>Describes an error in one line that names the file where there is one.</summary>
    /// <param name="error">An error that is expected.</param>
    /// <param name="path">The file or folder in use, for errors that do not name it.</param>
    public static string Describe(Exception error, string? path = null)
    {
        var named = path is null ? "" : $"{path}: ";
        var text = error switch
        {
            FileNotFoundException { FileName: { } file } when !error.Message.StartsWith(file, StringComparison.Ordinal) =>
                $"{path ?? file}: there is no such file or folder",
            DirectoryNotFoundException when path is not null && !error.Message.StartsWith(path, StringComparison.Ordinal) =>
                $"{path}: there is no such folder",
            FileNotFoundException or DirectoryNotFoundException or DataUnavailableException or InvalidDataException or CliException =>
                error.Message,
            UnauthorizedAccessException when path is not null => $"{path}: access is denied",
            IOException { HResult: NoSpaceLeft } => $"{named}the disk is full",
            IOException { HResult: ReadOnlyFileSystem } => $"{named}the file system is read-only",
            _ => (path is null || error.Message.StartsWith(path, StringComparison.Ordinal) ? "" : named) + error.Message,
        };
        return text.ReplaceLineEndings(" ");
    }

    /// <summary>Runs an action on a file or folder, which its errors then name.</summary>
    public static T Naming<T>(string path, Func<T> action)
    {
        try
        {
            return action();
        }
        catch (Exception error) when (error is not CliException && IsExpected(error))
        {
            throw new CliException(Describe(error, path), error);
        }
    }

    /// <inheritdoc cref="Naming{T}(string, Func{T})"/>
    public static void Naming(string path, Action action) => Naming(path, () =>
    {
        action();
        return 0;
    });
}
