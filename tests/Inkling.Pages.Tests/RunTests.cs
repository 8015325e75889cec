using System.Diagnostics;
using Inkling.Pages.Tests.Hosts;
using Microsoft.Playwright;

namespace Inkling.Pages.Tests;

/// <summary>Runs of <c>inkling lab</c>, their folders, and what becomes of them without their window.</summary>
public sealed class RunTests(Chromium chromium) : IAsyncLifetime
{
    private const string Settings = "train?data=handwriting&limit=640&hidden=16&seed=3";
    private const string Endless = $"{Settings}&epochs=100000";

    private ProgramHost _host = null!;

    public async ValueTask InitializeAsync()
    {
        Chromium.Require();
        _host = await ProgramHost.StartAsync();
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task Killed_in_training_a_run_is_resumed_to_the_bits_of_an_undisturbed_one()
    {
        var window = await OpenAsync($"{Settings}&epochs=60");
        await window["train-start"].ClickAsync();
        await window.TextAsync("train-epochs", epochs => int.Parse(epochs, null) > 2);
        var folder = await window["train-folder"].TextContentAsync() ?? "";
        _host.Process.Kill();
        await _host.Process.WaitForExitAsync();
        await window.Page.CloseAsync();
        window.Forgive();
        await window.DisposeAsync();

        (await RunAsync("train", "--resume", folder)).ShouldContain(" of 600");
        await RunAsync(
            "train", "--data", "handwriting", "--limit", "640", "--hidden", "16", "--seed", "3", "--epochs", "60", "--out", "whole");
        foreach (var name in (string[])["config.json", "steps.csv", "model.safetensors"])
            (await ReadAsync(folder, name)).ShouldBe(await ReadAsync("whole", name), name);
    }

    [Fact]
    public async Task Ended_by_the_user_the_program_saves_the_run_of_an_open_page()
    {
        if (OperatingSystem.IsWindows())
            return;
        await using var window = await OpenAsync(Endless);
        var folder = await StartAsync(window);
        await Process.Start("kill", ["-TERM", $"{_host.Process.Id}"]).WaitForExitAsync();
        await _host.Process.WaitForExitAsync();
        _host.Process.ExitCode.ShouldBe(0);
        IsWritten(folder).ShouldBeFalse();
        var steps = (await File.ReadAllLinesAsync(Path.Combine(_host.Folder, folder, "steps.csv"))).Length - 1;
        File.Exists(Path.Combine(_host.Folder, folder, "checkpoints", $"step-{steps:000000000}.safetensors")).ShouldBeTrue();
        await window.Page.CloseAsync();
        window.Forgive();
    }

    [Fact]
    public async Task A_run_of_the_shell_is_watched()
    {
        await using var window = await OpenAsync("train");
        using var training = _host.Start(
            "train", "--data", "handwriting", "--limit", "640", "--hidden", "16", "--epochs", "100000", "--out", "runs/shell");
        training.OutputDataReceived += (_, _) => { };
        training.BeginOutputReadLine();
        await window["watch-run"].Locator("option[value=shell]").WaitForAsync(new() { State = WaitForSelectorState.Attached });
        await window["watch-run"].SelectOptionAsync("shell");
        (await window.TextAsync("watch-state", text => text.Length > 0)).ShouldStartWith($"running: process {training.Id} (inkling train)");
        var step = await window.TextAsync("watch-step", text => text != "0");
        await window.TextAsync("watch-step", text => int.Parse(text, null) > int.Parse(step, null));
        await window.TextAsync("watch-accuracy", text => text.EndsWith('%'));
        training.Kill();
        await window.TextAsync("watch-state", text => text == "stopped");
    }

    [Fact]
    public async Task A_run_goes_on_beside_other_pages_and_is_stopped_and_saved_when_its_window_is_closed()
    {
        await using var window = await OpenAsync(Endless);
        var folder = await StartAsync(window);
        await window.Page.GetByRole(AriaRole.Link, new() { Name = "Read" }).ClickAsync();
        await window["pad"].WaitForAsync();
        await window.Page.GetByRole(AriaRole.Link, new() { Name = "Train" }).ClickAsync();
        await window.TextAsync("train-folder", text => text == folder);
        (await window["train-status"].TextContentAsync()).ShouldBe("running");
        window.Page.Url.ShouldContain("limit=640");
        await CloseAsync(window);
        await WaitAsync(() => !IsWritten(folder));
        File.Exists(Path.Combine(_host.Folder, folder, "model.safetensors")).ShouldBeTrue();
    }

    [Fact]
    public async Task A_run_that_goes_on_without_its_window_is_taken_over_by_another()
    {
        await using var window = await OpenAsync(Endless);
        var folder = await StartAsync(window);
        await window["train-keep"].CheckAsync();
        await CloseAsync(window);

        await using var other = await OpenAsync("train");
        var name = Path.GetFileName(folder);
        await other["watch-run"].Locator($"option[value='{name}']").WaitForAsync(new() { State = WaitForSelectorState.Attached });
        await other["watch-run"].SelectOptionAsync(name);
        var step = await other.TextAsync("watch-step", text => text.Length > 0);
        await other.TextAsync("watch-step", text => text != step);
        await other["watch-take-over"].ClickAsync();
        await other.TextAsync("train-status", status => status == "running");
        other.Page.Url.ShouldContain("limit=640");
        await other["train-stop"].ClickAsync();
        await other.TextAsync("watch-state", text => text == "stopped");
        IsWritten(folder).ShouldBeFalse();
    }

    [Fact]
    public async Task A_lost_connection_that_comes_back_finds_its_run()
    {
        await using var window = await OpenAsync("");
        IWebSocketRoute? connection = null;
        await window.Page.RouteWebSocketAsync("**/_blazor*", route =>
        {
            route.ConnectToServer();
            connection = route;
        });
        await window.Page.GotoAsync(new Uri(_host.Address, Endless).ToString());
        var folder = await StartAsync(window);
        var before = connection.ShouldNotBeNull();
        await before.CloseAsync();
        await WaitAsync(() => !ReferenceEquals(connection, before));
        var step = await window.TextAsync("train-steps", text => text.Length > 0);
        await window.TextAsync("train-steps", text => text != step);
        (await window["train-folder"].TextContentAsync()).ShouldBe(folder);
        (await window["train-status"].TextContentAsync()).ShouldBe("running");
        window.Forgive();
    }

    private Task<Window> OpenAsync(string path) => Window.OpenAsync(chromium.Browser, _host.Address, path, null);

    /// <summary>Starts a run.</summary>
    /// <returns>Its folder.</returns>
    private static async Task<string> StartAsync(Window window)
    {
        await window["train-start"].ClickAsync();
        await window.TextAsync("train-epochs", epochs => epochs != "0");
        return await window.TextAsync("train-folder", folder => folder.Length > 0);
    }

    /// <summary>Closes the page as a user does: it sends its last message.</summary>
    private static Task CloseAsync(Window window) => window.Page.CloseAsync(new PageCloseOptions { RunBeforeUnload = true });

    private bool IsWritten(string folder) => File.Exists(Path.Combine(_host.Folder, folder, ".lock"));

    private Task<byte[]> ReadAsync(params string[] path) => File.ReadAllBytesAsync(Path.Combine([_host.Folder, .. path]));

    private async Task<string> RunAsync(params string[] arguments)
    {
        using var process = _host.Start(arguments);
        var error = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        process.ExitCode.ShouldBe(0, await error);
        return output;
    }

    private static async Task WaitAsync(Func<bool> condition)
    {
        for (var watch = Stopwatch.StartNew(); !condition(); await Task.Delay(20))
            watch.Elapsed.ShouldBeLessThan(TimeSpan.FromMinutes(1));
    }
}
