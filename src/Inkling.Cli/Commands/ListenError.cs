using System.Net;
using System.Net.Sockets;

namespace Inkling.Cli.Commands;

/// <summary>The error of a server that cannot listen.</summary>
internal static class ListenError
{
    /// <summary>Whether an error is one of a socket.</summary>
    public static bool IsCauseOf(Exception error) => SocketErrorOf(error) is not null;

    /// <summary>Creates the error to report.</summary>
    /// <param name="error">An error of a socket.</param>
    /// <param name="endPoint">Where the server should listen.</param>
    /// <param name="hint">How a free port is chosen.</param>
    public static CliException Of(Exception error, IPEndPoint endPoint, string hint) =>
        SocketErrorOf(error)?.SocketErrorCode == SocketError.AddressAlreadyInUse
            ? new CliException($"port {endPoint.Port}: in use, expected a port that is free; {hint}")
            : new CliException($"{endPoint}: cannot be listened on: {error.Message}");

    private static SocketException? SocketErrorOf(Exception? error) =>
        error is null ? null : error as SocketException ?? SocketErrorOf(error.InnerException);
}
