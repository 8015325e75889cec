using System.Net;

namespace Inkling.Server.Serve;

/// <summary>Where a prediction server listens, who may use it, and its limits.</summary>
public sealed record ServerOptions
{
    /// <summary>The port where none is chosen: 8080.</summary>
    public const int DefaultPort = 8080;

    /// <summary>Gets the address to listen on. Another than a loopback address requires a <see cref="Token"/>.</summary>
    public IPAddress Address { get; init; } = IPAddress.Loopback;

    /// <summary>Gets the port; 0 for one that the system picks.</summary>
    public int Port { get; init; } = DefaultPort;

    /// <summary>
    /// Gets further names under which the server is reached. Requests whose header Host has neither one of them, nor the address, nor, on a
    /// loopback address, localhost are refused.
    /// </summary>
    public IReadOnlyList<string> HostNames { get; init; } = [];

    /// <summary>Gets the token that requests have to present; null where everybody who reaches the address is served.</summary>
    public string? Token { get; init; }

    /// <summary>Gets the largest body of a request in bytes: 16 MiB.</summary>
    public int MaximumBodyBytes { get; init; } = 1 << 24;

    /// <summary>Gets the largest picture in pixels, as it is decoded: 2^24, that is 4,096 x 4,096.</summary>
    public int MaximumPixels { get; init; } = 1 << 24;

    /// <summary>Gets the most images of one request: 256.</summary>
    public int MaximumImages { get; init; } = 256;

    /// <summary>Gets the most requests at a time: 1,024.</summary>
    public int MaximumRequests { get; init; } = 1024;

    /// <summary>Gets the most open connections: 4,096.</summary>
    public int MaximumConnections { get; init; } = 4096;

    /// <summary>Gets the most requests per second of one client address; null for any number.</summary>
    public int? RequestsPerSecond { get; init; }

    /// <summary>Gets the time after which a request ends unanswered: 30 s.</summary>
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Gets the time that idle connections stay open once the server stops: 1 s.</summary>
    public TimeSpan DrainTime { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Gets how often the server looks for a new model: every second.</summary>
    public TimeSpan ReloadInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Gets the form of the log on standard error.</summary>
    public LogFormat Log { get; init; } = LogFormat.Text;

    /// <summary>Gets whether each request is logged.</summary>
    public bool LogRequests { get; init; }
}
