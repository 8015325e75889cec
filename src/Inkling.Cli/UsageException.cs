namespace Inkling.Cli;

/// <summary>The command line is wrong; the message is one line.</summary>
internal sealed class UsageException(string message) : Exception(message);
