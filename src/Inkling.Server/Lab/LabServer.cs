using System.Net;
using System.Reflection;
using Inkling.Lab;
using Inkling.Lab.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Components.Server.Circuits;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Inkling.Server.Lab;

/// <summary>Serves the pages of the lab to the browsers of this machine.</summary>
/// <remarks>No settings are read from files or environment variables.</remarks>
public static class LabServer
{
    private static readonly TimeSpan ShutdownTimeout = TimeSpan.FromSeconds(0.5);

    /// <summary>Serves until it is cancelled.</summary>
    /// <param name="port">The port on the loopback interface; 0 for a free one.</param>
    /// <param name="configure">Adds what the host gives to the pages: <see cref="IModelSource"/> and <see cref="ITrainingHost"/>.</param>
    /// <param name="started">Called with the address when the server listens.</param>
    /// <param name="cancellation">Ends the server.</param>
    /// <exception cref="IOException">The port is in use.</exception>
    public static async Task RunAsync(
        int port, Action<IServiceCollection> configure, Action<string> started, CancellationToken cancellation)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions
        {
            // The files of the pages lie beside the program, or where its build found them.
            ApplicationName = Assembly.GetEntryAssembly()!.GetName().Name,
            ContentRootPath = AppContext.BaseDirectory,
        });
        builder.WebHost.UseStaticWebAssets();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(IPAddress.Loopback, port);
        });
        // What an error in a page was, its browser does not say.
        builder.Logging.AddFilter((category, level) =>
            level >= LogLevel.Error && category?.StartsWith("Microsoft.AspNetCore.Components", StringComparison.Ordinal) == true);
        builder.Logging.AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        // The connection of an open page does not end by itself.
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = ShutdownTimeout);
        builder.Services.AddRouting();
        builder.Services.AddHostFiltering(filter => filter.AllowedHosts = ["127.0.0.1", "localhost", "[::1]"]);
        builder.Services.AddRazorComponents().AddInteractiveServerComponents();
        builder.Services.AddLab();
        builder.Services.AddScoped<CircuitHandler, WindowCircuit>();
        builder.Services.AddSingleton<IDigitSource, TestDigits>();
        builder.Services.AddSingleton<IPictureReader, SkiaPictures>();
        configure(builder.Services);
        await using var application = builder.Build();
        application.UseHostFiltering();
        application.UseOwnOrigin((context, reason) =>
        {
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
            return context.Response.WriteAsync(reason);
        });
        application.UsePagePolicy();
        application.UseRouting();
        application.UseAntiforgery();
        application.MapStaticAssets();
        application.MapRazorComponents<LabDocument>()
            .AddInteractiveServerRenderMode(options =>
            {
                options.ContentSecurityFrameAncestorsPolicy = null;
                // The browser is on the same machine: compressing images costs more time than it saves.
                options.DisableWebSocketCompression = true;
            })
            .AddAdditionalAssemblies(typeof(LabRoutes).Assembly);
        await application.StartAsync(cancellation);
        var features = application.Services.GetRequiredService<IServer>().Features;
        started(features.GetRequiredFeature<IServerAddressesFeature>().Addresses.First());
        await application.WaitForShutdownAsync(cancellation);
    }
}
