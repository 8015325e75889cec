using Inkling.Lab;
using Inkling.Lab.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Inkling.Server.Lab;

/// <summary>Serves the pages of the lab on this machine.</summary>
public static class LabServer
{
    /// <summary>Serves until it is cancelled.</summary>
    /// <param name="port">The port on the loopback interface; 0 for a free one.</param>
    /// <param name="models">The models.</param>
    /// <param name="started">Called with the address when the server listens.</param>
    /// <param name="cancellation">Ends the server.</param>
    /// <exception cref="IOException">The port is in use.</exception>
    public static async Task RunAsync(int port, IModelSource models, Action<string> started, CancellationToken cancellation)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            ContentRootPath = AppContext.BaseDirectory,
            ApplicationName = System.Reflection.Assembly.GetEntryAssembly()!.GetName().Name,
        });
        builder.WebHost.UseStaticWebAssets();
        builder.WebHost.ConfigureKestrel(options => options.Listen(System.Net.IPAddress.Loopback, port));
        builder.Logging.ClearProviders();
        builder.Services.AddRazorComponents().AddInteractiveServerComponents();
        builder.Services.AddSingleton(models);
        builder.Services.AddSingleton<IDigitSource, TestDigits>();
        builder.Services.AddSingleton<IPictureReader, SkiaPictures>();
        builder.Services.AddSingleton<ITrainingHost, ThreadedTraining>();
        await using var app = builder.Build();
        app.UseAntiforgery();
        app.MapStaticAssets();
        app.MapRazorComponents<LabDocument>().AddInteractiveServerRenderMode().AddAdditionalAssemblies(typeof(LabRoutes).Assembly);
        await app.StartAsync(cancellation);
        started(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
        await app.WaitForShutdownAsync(cancellation);
    }
}
