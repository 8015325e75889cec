namespace Inkling.Data;

/// <summary>Data could neither be found nor downloaded. The message is one line: what was tried, and how to get the files.</summary>
public sealed class DataUnavailableException : IOException
{
    /// <summary>Creates the exception without a reason.</summary>
    public DataUnavailableException()
    {
    }

    /// <summary>Creates the exception with a reason.</summary>
    /// <param name="message">The reason, one line.</param>
    public DataUnavailableException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception with a reason and a cause.</summary>
    /// <param name="message">The reason, one line.</param>
    /// <param name="innerException">The cause.</param>
    public DataUnavailableException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>Gets a phrase for each server that failed: its name and the reason.</summary>
    internal IReadOnlyList<string> FailedDownloads { get; init; } = [];

    /// <summary>Gets the reason as a short clause.</summary>
    internal string Reason { get; init; } = "it could not be downloaded";
}
