namespace Inkling.Data;

/// <summary>Locates the user's cache of downloaded data.</summary>
internal static class CacheFolder
{
    /// <summary>The environment variable that names another folder than the system's.</summary>
    public const string Variable = "INKLING_CACHE";

    /// <summary>
    /// Gets the folder of a data set: under INKLING_CACHE if that is set, otherwise under "inkling" in the system's folder for caches
    /// (LocalApplicationData on Windows, ~/Library/Caches on macOS, XDG_CACHE_HOME or ~/.cache elsewhere). It need not exist.
    /// </summary>
    /// <returns>The path, or null where the system has no such folder.</returns>
    public static string? For(string dataSet, Func<string, string?> environment)
    {
        if (environment(Variable) is { Length: > 0 } chosen)
            return Path.Combine(Path.GetFullPath(chosen), dataSet);
        var folder = SystemFolder(environment);
        return folder is null ? null : Path.Combine(folder, "inkling", dataSet);
    }

    private static string? SystemFolder(Func<string, string?> environment)
    {
        if (OperatingSystem.IsWindows())
            return NullIfEmpty(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData));
        var home = NullIfEmpty(environment("HOME")) ?? NullIfEmpty(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile));
        if (OperatingSystem.IsMacOS())
            return home is null ? null : Path.Combine(home, "Library", "Caches");

        // The XDG Base Directory Specification: a relative path is invalid and is to be ignored.
        if (environment("XDG_CACHE_HOME") is { } folder && Path.IsPathRooted(folder))
            return folder;
        return home is null ? null : Path.Combine(home, ".cache");
    }

    private static string? NullIfEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
