using Microsoft.Playwright;

namespace Inkling.Pages.Tests;

/// <summary>The browser of the tests: Debian's, or that which CHROMIUM names. Without one the tests are skipped.</summary>
public sealed class Chromium : IAsyncLifetime
{
    private IPlaywright? _playwright;

    private static string File => Environment.GetEnvironmentVariable("CHROMIUM") is { Length: > 0 } named ? named : "/usr/bin/chromium";

    /// <summary>Gets the browser; skips the test where there is none.</summary>
    public IBrowser Browser { get => field ?? throw new InvalidOperationException(); private set; }

    public async ValueTask InitializeAsync()
    {
        if (!System.IO.File.Exists(File))
            return;
        _playwright = await Playwright.CreateAsync();
        Browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = File,
            // The sandbox needs rights that a container does not give.
            Args = ["--no-sandbox", "--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream"],
        });
    }

    /// <summary>Skips the test where there is no browser.</summary>
    public static void Require() => Assert.SkipUnless(System.IO.File.Exists(File), $"{File} is not installed; CHROMIUM names another");

    public async ValueTask DisposeAsync()
    {
        if (_playwright is null)
            return;
        await Browser.DisposeAsync();
        _playwright.Dispose();
    }
}
