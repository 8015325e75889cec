namespace Inkling.Server.Serve;

/// <summary>A request that cannot be answered, because of its content.</summary>
/// <param name="status">The status code.</param>
/// <param name="message">What was given and what is expected, in one line.</param>
internal sealed class RequestException(int status, string message) : Exception(message)
{
    public int Status { get; } = status;
}
