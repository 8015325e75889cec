using System.Diagnostics;
using Inkling.Data;
using Inkling.Models;
using Inkling.Pages.Tests.Hosts;

namespace Inkling.Pages.Tests;

/// <summary>Pages whose host goes away, and the numbers of both hosts.</summary>
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

            var (folder, port) = (host.Folder, host.Address.Port);
            await host.DisposeAsync();
            host = await ProgramHost.StartAsync(folder, "--port", $"{port}");
            for (var watch = Stopwatch.StartNew(); (await window["prediction"].TextContentAsync() ?? "").Length > 0;)
            {
                watch.Elapsed.ShouldBeLessThan(TimeSpan.FromMinutes(1), "the page shows its old state");
                await Task.Delay(200);
            }

            await window.DrawSevenAsync();
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
    public async Task The_engine_in_the_browser_gives_the_logits_of_this_process()
    {
        var images = Handwriting.Test(1000);
        await using var window = await lab.OpenAsync(chromium, "site");
        await window["pad"].WaitForAsync();
        var logits = await window.Page.EvaluateAsync<double[]>(
            """
            async pixels => {
              const exports = await globalThis.getDotnetRuntime(0).getAssemblyExports('Inkling.Lab.Browser');
              const bytes = Uint8Array.from(atob(pixels), character => character.charCodeAt(0));
              return exports.Inkling.Lab.Browser.EngineExports.Logits(bytes);
            }
            """,
            Convert.ToBase64String(images.Pixels));

        var predictions = new Predictor(PretrainedModel.Load()).Predict(images);
        float[] expected = [.. predictions.SelectMany(prediction => prediction.Logits.ToArray())];
        logits.Length.ShouldBe(expected.Length);
        for (var i = 0; i < expected.Length; i++)
            logits[i].ShouldBe(expected[i], 1e-5 * Math.Max(1, Math.Abs(expected[i])));
    }
}
