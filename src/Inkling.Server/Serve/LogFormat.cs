namespace Inkling.Server.Serve;

/// <summary>The form of a log on standard error.</summary>
public enum LogFormat
{
    /// <summary>Nothing is logged.</summary>
    None,

    /// <summary>One line of text per event.</summary>
    Text,

    /// <summary>One JSON object per line and event.</summary>
    Json,
}
