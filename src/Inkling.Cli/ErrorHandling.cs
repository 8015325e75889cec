using System.Reflection;
using System.Text.RegularExpressions;
using Inkling.Data;
using Inkling.Formats;

namespace Inkling.Cli;

/// <summary>Describes errors in one line.</summary>
internal static partial class ErrorHandling
{
    /// <summary>The longest line of an error, in characters; of a longer one the middle is left out.</summary>
    public const int LongestLine = 500;

    /// <summary>The numbers of errors of the operating system that say more than the message of the exception.</summary>
    private static readonly Dictionary<int, string> SystemErrors = new()
    {
        [5] = "an input or output error of the device",
        [23] = "too many files are open in the system",
        [24] = "too many files are open",
        [27] = "the file would be larger than the system allows",
        [28] = "the disk is full",
        [30] = "the file system is read-only",
        [122] = "the disk quota is exceeded",
        [unchecked((int)0x80070013)] = "the file system is read-only",
        [unchecked((int)0x80070027)] = "the disk is full",
        [unchecked((int)0x80070070)] = "the disk is full",
    };

    /// <summary>Gets whether an error comes from files, data or the machine, and is not a bug.</summary>
    public static bool IsExpected(Exception error) =>
        error is CliException or IOException or InvalidDataException or UnauthorizedAccessException or PlatformNotSupportedException
        || IsFileTooLarge(error);

    /// <summary>Gets the error itself, where parallel work, reflection or the initialisation of a type wraps it.</summary>
    public static Exception Cause(Exception error) => error switch
    {
        AggregateException { InnerExceptions: [var first, ..] } => Cause(first),
        TargetInvocationException or TypeInitializationException when error.InnerException is { } inner => Cause(inner),
        _ => error,
    };

    /// <summary>Describes an error, and names the file where there is one.</summary>
    /// <param name="error">An error that is expected.</param>
    /// <param name="path">The file or folder in use, for errors that do not name it.</param>
    public static string Describe(Exception error, string? path = null)
    {
        var named = path is null ? "" : $"{path}: ";
        return error switch
        {
            FileNotFoundException { FileName: { } file } when !error.Message.StartsWith(file, StringComparison.Ordinal) =>
                $"{path ?? file}: there is no such file or folder",
            // Where the current folder was deleted.
            FileNotFoundException { FileName: null } => $"{path ?? "the current folder"}: there is no such file or folder",
            DirectoryNotFoundException when path is not null && !error.Message.StartsWith(path, StringComparison.Ordinal) =>
                $"{path}: there is no such folder",
            FileNotFoundException or DirectoryNotFoundException or DataUnavailableException or InvalidDataException or CliException =>
                error.Message,
            PathTooLongException when path is not null => $"{path}: the name is too long",
            UnauthorizedAccessException when path is not null => $"{path}: access is denied",
            IOException when SystemErrors.TryGetValue(error.HResult, out var meaning) => FileIn(error.Message, path) is { } file
                ? $"{file}: {meaning}"
                : named + meaning,
            _ when IsFileTooLarge(error) => named + SystemErrors[27],
            _ => (path is null || error.Message.StartsWith(path, StringComparison.Ordinal) ? "" : named) + error.Message,
        };
    }

    /// <summary>Makes one line of a message: control characters are escaped, and the middle of a long one is left out.</summary>
    public static string OneLine(string message)
    {
        const string Omitted = " ... ";
        const int Head = LongestLine * 2 / 3;
        var line = ControlCharacters.Escape(message);
        if (line.Length <= LongestLine)
            return line;
        var tail = LongestLine - Head - Omitted.Length;
        var (from, to) = (Head, line.Length - tail);

        // A surrogate pair that is cut in two is left out.
        from -= char.IsHighSurrogate(line[from - 1]) ? 1 : 0;
        to += char.IsLowSurrogate(line[to]) ? 1 : 0;
        return $"{line[..from]}{Omitted}{line[to..]}";
    }

    /// <summary>Runs an action on a file or folder, which its errors then name.</summary>
    public static T Naming<T>(string path, Func<T> action)
    {
        try
        {
            return action();
        }
        catch (Exception error) when (Cause(error) is not CliException && IsExpected(Cause(error)))
        {
            throw new CliException(Describe(Cause(error), path), error);
        }
    }

    /// <inheritdoc cref="Naming{T}(string, Func{T})"/>
    public static void Naming(string path, Action action) => Naming(path, () =>
    {
        action();
        return 0;
    });

    /// <summary>
    /// The file that .NET names in the message of a failed system call, which is more than the folder in use; null where it names none. A
    /// temporary file of <see cref="AtomicFile"/> stands for its target.
    /// </summary>
    private static string? FileIn(string message, string? path)
    {
        if (FileInMessage().Match(message) is not { Success: true } match)
            return null;
        var file = Path.Combine(match.Groups["folder"].Value, match.Groups["target"] is { Success: true } target
            ? target.Value
            : match.Groups["name"].Value);
        var folder = path is null ? null : Path.GetFullPath(path);
        return folder is not null && file.StartsWith(folder, StringComparison.Ordinal)
            ? path + file[folder.Length..]
            : file;
    }

    // "No space left on device : '/home/a/run/.metrics.csv.wkqyd0xs.1fa.tmp'"
    [GeneratedRegex(
        @" : '(?<folder>.*[/\\])(?<name>\.(?<target>[^/\\]+)\.[a-z0-9]{8}\.[a-z0-9]{3}\.tmp|[^/\\]+)'$", RegexOptions.ExplicitCapture)]
    private static partial Regex FileInMessage();

    /// <summary>The system call failed with EFBIG, for which .NET throws the exception of an argument.</summary>
    private static bool IsFileTooLarge(Exception error) =>
        error is ArgumentOutOfRangeException { ParamName: "value", TargetSite.DeclaringType.Namespace: "System.IO" or null };
}
