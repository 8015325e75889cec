namespace Inkling.Data;

/// <summary>Data could neither be found nor fetched. The message is one line: what was tried, and how to get the files.</summary>
public sealed class DataUnavailableException : IOException
{
    /// <summary>An exception without a reason.</summary>
    public DataUnavailableException()
    {
    }

    /// <summary>An exception with its reason.</summary>
    public DataUnavailableException(string message)
        : base(message)
    {
    }

    /// <summary>An exception with its reason and what caused it.</summary>
    public DataUnavailableException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>A phrase for each server that failed: its name and the reason.</summary>
    internal IReadOnlyList<string> FailedDownloads { get; init; } = [];

    /// <summary>Why the data is missing, as a short clause.</summary>
    internal string Reason { get; init; } = "it could not be downloaded";
}
