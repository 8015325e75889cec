namespace Inkling.Data;

/// <summary>Where this user's downloaded data lies.</summary>
internal static class CacheFolder
{
    /// <summary>The variable that names another folder in place of the system's.</summary>
    public const string Variable = "INKLING_CACHE";

    /// <summary>
    /// The folder for one data set: under INKLING_CACHE if that is set, else under "inkling" in the system's place for caches
    /// (LocalApplicationData on Windows, ~/Library/Caches on macOS, XDG_CACHE_HOME or ~/.cache elsewhere). It need not exist.
    /// </summary>
    /// <returns>The path, or null where the system names no place.</returns>
    public static string? For(string dataSet, Func<string, string?> environment)
    {
        if (environment(Variable) is { Length: > 0 } chosen)
            return Path.Combine(Path.GetFullPath(chosen), dataSet);
        var place = SystemPlace(environment);
        return place is null ? null : Path.Combine(place, "inkling", dataSet);
    }

    private static string? SystemPlace(Func<string, string?> environment)
    {
        if (OperatingSystem.IsWindows())
            return NullIfEmpty(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData));
        var home = NullIfEmpty(environment("HOME")) ?? NullIfEmpty(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile));
        if (OperatingSystem.IsMacOS())
            return home is null ? null : Path.Combine(home, "Library", "Caches");

        // The XDG Base Directory Specification: a relative path is invalid and is to be ignored.
        if (environment("XDG_CACHE_HOME") is { } place && Path.IsPathRooted(place))
            return place;
        return home is null ? null : Path.Combine(home, ".cache");
    }

    private static string? NullIfEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
