using Inkling.Pages.Tests.Hosts;

namespace Inkling.Pages.Tests;

/// <summary>Pages whose host goes away, and pages beside each other.</summary>
public class ConnectionTests(Chromium chromium, LabFixture lab)
{
    [Fact]
    public async Task A_page_comes_back_when_the_program_is_started_again()
    {
        Chromium.Require();
        var host = await ProgramHost.StartAsync();
        try
        {
            await using var window = await Window.OpenAsync(chromium.Browser, host.Address, "", null);
            await window.DrawSevenAsync();
            await window.TextAsync("prediction", text => text.StartsWith('7'));

            await window.Page.WaitForURLAsync(address => address.Contains("image=", StringComparison.Ordinal));
            await window.Page.EvaluateAsync("document.body.dataset.old = ''");

            var (folder, port) = (host.Folder, host.Address.Port);
            await host.DisposeAsync();
            await window["lost"].WaitForAsync();
            host = await ProgramHost.StartAsync(folder, "--port", $"{port}");
            // The page is loaded anew, and its address has the picture.
            await window.Page.Locator("body:not([data-old])").WaitForAsync();
            await window.TextAsync("prediction", text => text.StartsWith('7'));
            window.Forgive();
        }
        finally
        {
            await host.DisposeAsync();
        }
    }

    [Fact]
    public async Task The_pages_for_the_browser_alone_work_without_their_host_after_the_first_visit()
    {
        Chromium.Require();
        var host = await SiteHost.StartAsync();
        await using var window = await Window.OpenAsync(chromium.Browser, host.Address, "", null);
        await window["pad"].WaitForAsync();
        await window.Page.EvaluateAsync("navigator.serviceWorker.ready");
        await host.DisposeAsync();
        await window.Page.ReloadAsync();
        await window.DrawSevenAsync();
        await window.TextAsync("prediction", text => text.StartsWith('7'));
    }

    [Fact]
    public async Task An_edit_of_the_network_in_one_window_leaves_another_alone()
    {
        await using var first = await lab.OpenAsync(chromium, "program");
        await using var second = await lab.OpenAsync(chromium, "program");
        foreach (var window in (Window[])[first, second])
        {
            await window.DrawSevenAsync();
            await window.TextAsync("prediction", text => text.StartsWith('7'));
        }

        var logit = await second["logit-7"].TextContentAsync();
        (await first["logit-7"].TextContentAsync()).ShouldBe(logit);
        await (await first.ReadyAsync("layer-15-canvas")).ClickAsync();
        await first["open-edits"].ClickAsync();
        await first["switch-off"].ClickAsync();
        await first["edit-0"].WaitForAsync();

        // Another picture, and the first one again: all of it is computed anew.
        await second["clear"].ClickAsync();
        await second.TextAsync("logit-7", text => text.Length == 0);
        await second.DrawSevenAsync();
        await second.TextAsync("logit-7", text => text == logit);
    }
}
