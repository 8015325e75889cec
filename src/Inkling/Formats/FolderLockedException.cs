namespace Inkling.Formats;

/// <summary>The exception that is thrown when another process writes a folder. The message is one line that names both.</summary>
public sealed class FolderLockedException : IOException
{
    /// <summary>Creates an exception without a message.</summary>
    public FolderLockedException()
    {
    }

    /// <summary>Creates an exception with a message.</summary>
    public FolderLockedException(string message)
        : base(message)
    {
    }

    /// <summary>Creates an exception with a message and its cause.</summary>
    public FolderLockedException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
