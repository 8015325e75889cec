namespace Inkling.Soak;

/// <summary>Text files that another process may replace or append to at the same time.</summary>
internal static class Texts
{
    public static string Read(string path)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    /// <summary>Reads a file that may not exist, or vanish.</summary>
    public static string? TryRead(string path)
    {
        try
        {
            return Read(path);
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }
}
