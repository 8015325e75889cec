using System.Diagnostics;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.StaticFiles;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Logging;

namespace Inkling.Pages.Tests.Hosts;

/// <summary>The published pages for the browser alone, behind a server of static files.</summary>
internal sealed class SiteHost : IHost
{
    private static readonly Lazy<string> s_site = new(Publish);
    private readonly WebApplication _server;

    private SiteHost(WebApplication server) => _server = server;

    public Uri Address => new(
        _server.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First() + "/");

    /// <summary>Gets the folder of the published site.</summary>
    public static string Folder => s_site.Value;

    /// <summary>Starts the server.</summary>
    /// <param name="folder">The folder to serve; null for that of the published site.</param>
    public static async Task<SiteHost> StartAsync(string? folder = null)
    {
        folder ??= Folder;
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(options => options.Listen(IPAddress.Loopback, 0));
        var server = builder.Build();
        var files = new PhysicalFileProvider(folder);
        server.UseDefaultFiles(new DefaultFilesOptions { FileProvider = files });
        server.UseStaticFiles(new StaticFileOptions
        {
            FileProvider = files,
            ServeUnknownFileTypes = true,
            ContentTypeProvider = new FileExtensionContentTypeProvider { Mappings = { [".wasm"] = "application/wasm" } },
        });
        // The addresses of pages are no files.
        server.Run(context =>
        {
            context.Response.ContentType = "text/html";
            return context.Response.SendFileAsync(Path.Combine(folder, "404.html"));
        });
        await server.StartAsync();
        return new SiteHost(server);
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    /// <summary>Publishes what is built; INKLING_SITE names a folder that is used instead.</summary>
    private static string Publish()
    {
        if (Environment.GetEnvironmentVariable("INKLING_SITE") is { Length: > 0 } published)
            return Path.GetFullPath(published);
        var folder = Directory.CreateTempSubdirectory("inkling-site-").FullName;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(folder, recursive: true);
        using var process = Process.Start(new ProcessStartInfo(Repository.DotNet)
        {
            ArgumentList =
            {
                "publish", Repository.PathOf("src", "Inkling.Lab.Browser"), "-c", Repository.Configuration, "-o", folder,
            },
            RedirectStandardOutput = true,
        })!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? Path.Combine(folder, "wwwroot") : throw new InvalidOperationException(output);
    }
}
