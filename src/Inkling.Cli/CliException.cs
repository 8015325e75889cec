namespace Inkling.Cli;

/// <summary>A command failed; the message is one line.</summary>
internal sealed class CliException(string message, Exception? cause = null) : Exception(message, cause);
