using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Inkling.Server.Serve;

/// <summary>Serves the predictions of a model over HTTP.</summary>
public sealed class PredictionServer : IAsyncDisposable
{
    private readonly WebApplication _application;

    private PredictionServer(WebApplication application) => _application = application;

    /// <summary>Gets the address that the server listens on, such as http://127.0.0.1:8080.</summary>
    public Uri Address =>
        new(_application.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.First());

    /// <summary>Starts a server.</summary>
    /// <param name="port">The port on the loopback address; 0 for one that the system picks.</param>
    /// <param name="cancellation">Cancels the start.</param>
    /// <exception cref="IOException">The port is in use.</exception>
    public static async Task<PredictionServer> StartAsync(int port, CancellationToken cancellation = default)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, port));
        var application = builder.Build();
        application.MapGet("/healthz", () => "healthy");
        await application.StartAsync(cancellation).ConfigureAwait(false);
        return new PredictionServer(application);
    }

    /// <summary>Stops the server and waits for the requests that it has begun.</summary>
    public ValueTask DisposeAsync() => _application.DisposeAsync();
}
