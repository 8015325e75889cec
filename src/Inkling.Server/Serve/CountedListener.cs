using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Inkling.Server.Serve;

/// <summary>
/// Kestrel's listening socket, which can be closed while its connections stay open, and the number of these. Kestrel alone closes both at
/// once, and with them connections whose request is on its way.
/// </summary>
internal sealed class CountedListener(IOptions<SocketTransportOptions> options, ILoggerFactory logging)
    : IConnectionListenerFactory, IConnectionListener
{
    private readonly TaskCompletionSource _accepted = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private IConnectionListener? _listener;
    private Socket _socket = null!;
    private int _connections;

    public EndPoint EndPoint => _listener!.EndPoint;

    /// <summary>Gets the number of open connections.</summary>
    public int Connections => Volatile.Read(ref _connections);

    public async ValueTask<IConnectionListener> BindAsync(EndPoint endpoint, CancellationToken cancellationToken = default)
    {
        options.Value.CreateBoundListenSocket = address => _socket = SocketTransportOptions.CreateDefaultBoundListenSocket(address);
        _listener = await new SocketTransportFactory(options, logging).BindAsync(endpoint, cancellationToken);
        return this;
    }

    public async ValueTask<ConnectionContext?> AcceptAsync(CancellationToken cancellationToken = default)
    {
        var connection = await _listener!.AcceptAsync(cancellationToken);
        if (connection is null)
        {
            _accepted.TrySetResult();
            return null;
        }

        Interlocked.Increment(ref _connections);
        connection.ConnectionClosed.UnsafeRegister(_ => Interlocked.Decrement(ref _connections), null);
        return connection;
    }

    /// <summary>Accepts the connections that wait, and no more.</summary>
    /// <param name="cancellation">Ends the wait for a moment without a connection that waits.</param>
    /// <returns>A task that ends when all accepted connections are counted.</returns>
    public async Task StopListeningAsync(CancellationToken cancellation)
    {
        while (_socket.Poll(TimeSpan.Zero, SelectMode.SelectRead) && !cancellation.IsCancellationRequested)
            await Task.Delay(1, CancellationToken.None);
        await UnbindAsync(CancellationToken.None);
        await _accepted.Task;
    }

    public ValueTask UnbindAsync(CancellationToken cancellationToken = default) => _listener!.UnbindAsync(cancellationToken);

    public ValueTask DisposeAsync() => _listener?.DisposeAsync() ?? default;
}
