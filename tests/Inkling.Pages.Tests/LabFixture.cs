using Inkling.Pages.Tests.Hosts;
using Microsoft.Playwright;

namespace Inkling.Pages.Tests;

/// <summary>Both hosts of the lab, started when a test first needs them.</summary>
public sealed class LabFixture : IAsyncDisposable
{
    private readonly Lazy<Task<ProgramHost>> _program = new(() => ProgramHost.StartAsync());
    private readonly Lazy<Task<SiteHost>> _site = new(() => SiteHost.StartAsync());

    /// <summary>Opens a new window of the browser on a page of the lab.</summary>
    /// <param name="chromium">The browser.</param>
    /// <param name="host">"program" or "site".</param>
    /// <param name="path">The page, relative to the first one.</param>
    /// <param name="options">The window; null for one of 1280x900.</param>
    internal async Task<Window> OpenAsync(Chromium chromium, string host, string path = "", BrowserNewContextOptions? options = null)
    {
        Chromium.Require();
        var address = (await HostAsync(host)).Address;
        return await Window.OpenAsync(chromium.Browser, address, path, options);
    }

    /// <summary>The address of the lab of the program.</summary>
    internal async Task<Uri> ProgramAddressAsync() => (await _program.Value).Address;

    private async Task<IHost> HostAsync(string name) => name == "program" ? await _program.Value : await _site.Value;

    public async ValueTask DisposeAsync()
    {
        if (_program.IsValueCreated)
            await (await _program.Value).DisposeAsync();
        if (_site.IsValueCreated)
            await (await _site.Value).DisposeAsync();
    }
}
