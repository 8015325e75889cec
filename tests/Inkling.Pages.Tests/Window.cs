using System.Globalization;
using Microsoft.Playwright;

namespace Inkling.Pages.Tests;

/// <summary>
/// A window on a page of the lab. Closing it fails the test when the console had an error, or a request left for another host.
/// </summary>
internal sealed class Window : IAsyncDisposable
{
    private readonly IBrowserContext _context;
    private readonly List<string> _findings = [];

    private Window(IBrowserContext context, IPage page) => (_context, Page) = (context, page);

    public IPage Page { get; }

    public static async Task<Window> OpenAsync(IBrowser browser, Uri address, string path, BrowserNewContextOptions? options)
    {
        var context = await browser.NewContextAsync(options ?? new BrowserNewContextOptions
        {
            ViewportSize = new ViewportSize { Width = 1280, Height = 900 },
        });
        context.SetDefaultTimeout(60_000);
        var window = new Window(context, await context.NewPageAsync());
        window.Watch(address);
        await window.Page.GotoAsync(new Uri(address, path).ToString());
        return window;
    }

    /// <summary>The element with a test id.</summary>
    public ILocator this[string id] => Page.GetByTestId(id);

    /// <summary>Waits until the script of an element takes its events: what came before is lost.</summary>
    /// <returns>The element.</returns>
    public async Task<ILocator> ReadyAsync(string id)
    {
        await Page.Locator($"[data-testid='{id}'][data-ready]").WaitForAsync(new() { State = WaitForSelectorState.Attached });
        return this[id];
    }

    /// <summary>Waits until the text of an element satisfies a condition.</summary>
    /// <returns>The text.</returns>
    public async Task<string> TextAsync(string id, Func<string, bool> condition)
    {
        var text = "";
        for (var end = DateTime.UtcNow.AddSeconds(60); DateTime.UtcNow < end; await Task.Delay(50))
        {
            text = await this[id].TextContentAsync() ?? "";
            if (condition(text))
                return text;
        }

        throw new TimeoutException($"{id}: \"{text}\" for a minute");
    }

    /// <summary>Gets the number that an element shows, once it is there.</summary>
    public async Task<double> NumberAsync(string id) =>
        double.Parse((await this[id].TextContentAsync())!, CultureInfo.InvariantCulture);

    /// <summary>Forgets what was found, such as the errors of a connection that a test cuts.</summary>
    public void Forgive() => _findings.Clear();

    public async ValueTask DisposeAsync()
    {
        await _context.DisposeAsync();
        _findings.ShouldBeEmpty();
    }

    private void Watch(Uri address)
    {
        Page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
                _findings.Add($"console {message.Type}: {message.Text} ({message.Location})");
        };
        Page.PageError += (_, error) => _findings.Add($"script error: {error}");
        _context.Request += (_, request) =>
        {
            var target = new Uri(request.Url);
            if (target.Scheme is not ("data" or "blob") && target.Authority != address.Authority)
                _findings.Add($"request to another host: {request.Url}");
        };
    }
}
