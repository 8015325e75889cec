using Bunit;
using Inkling.Lab.Hosting;
using Inkling.Lab.Input;
using Inkling.Lab.Pages;
using Inkling.Lab.Training;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;

namespace Inkling.Lab.Tests.Training;

public sealed class TrainPageTests : IDisposable
{
    private readonly HandDriven _host = new();
    private readonly BunitContext _context = Scripts.NewContext();

    public TrainPageTests() => _context.Services.AddSingleton<ITrainingHost>(_host);

    public void Dispose() => _context.Dispose();

    [Fact]
    public async Task Starts_pauses_goes_on_and_completes()
    {
        var page = Open();
        page.FindAll(ById("train-status")).ShouldBeEmpty();
        await page.Find(ById("train-start")).ClickAsync();
        _host.Turn();
        page.WaitForAssertion(() => page.Text("train-status").ShouldBe("running"));
        await DoAsync(page.Find(ById("train-pause")).ClickAsync());
        page.WaitForAssertion(() => page.Text("train-status").ShouldBe("paused"));
        page.Number("train-steps").ShouldBeLessThan(30);
        page.Text("train-start").ShouldBe("Go on");
        await DoAsync(page.Find(ById("train-start")).ClickAsync());
        page.WaitForAssertion(() => page.Text("train-status").ShouldBe("complete"));
        (page.Number("train-steps"), page.Text("train-start")).ShouldBe((30, "Start"));
        page.FindAll(ById("train-diagnosis")).Count.ShouldBe(1);
        page.Text("train-hash").Length.ShouldBe(16);
    }

    [Fact]
    public async Task Takes_one_step_and_one_epoch_and_stops()
    {
        var page = Open();
        await DoAsync(page.Find(ById("train-step")).ClickAsync());
        page.WaitForAssertion(() => page.Text("train-steps").ShouldBe("1"));
        page.WaitForAssertion(() => page.Text("train-network").ShouldEndWith("step 1"));
        await DoAsync(page.Find(ById("train-epoch")).ClickAsync());
        page.WaitForAssertion(() => page.Text("train-steps").ShouldBe("10"));
        page.WaitForAssertion(() => page.Text("train-epochs").ShouldBe("1"));
        await DoAsync(page.Find(ById("train-stop")).ClickAsync());
        page.WaitForAssertion(() => page.Text("train-status").ShouldBe("stopped"));
        page.Find(ById("train-stop")).HasAttribute("disabled").ShouldBeTrue();
        _host.Runs.Count.ShouldBe(1);
    }

    [Fact]
    public async Task The_slider_shows_an_earlier_state_from_which_a_rewound_run_goes_on()
    {
        var page = Open();
        await DoAsync(page.Find(ById("train-epoch")).ClickAsync());
        page.WaitForAssertion(() => page.Text("train-steps").ShouldBe("10"));
        var hash = page.Text("train-hash");
        page.Find(ById("train-rewind")).HasAttribute("disabled").ShouldBeTrue();
        await DoAsync(page.Find(ById("train-scrub")).InputAsync(new ChangeEventArgs { Value = "4" }));
        page.WaitForAssertion(() => page.Text("train-network").ShouldEndWith("step 4"));
        page.Text("train-steps").ShouldBe("10");
        await DoAsync(page.Find(ById("train-rewind")).ClickAsync());
        page.WaitForAssertion(() => page.Text("train-steps").ShouldBe("4"));
        page.Text("train-hash").ShouldNotBe(hash);
        await DoAsync(page.Find(ById("train-epoch")).ClickAsync());
        page.WaitForAssertion(() => page.Text("train-hash").ShouldBe(hash));
    }

    [Fact]
    public async Task The_experiment_diagnoses_three_rates()
    {
        var page = Open();
        await DoAsync(page.Find(ById("train-experiment")).ClickAsync());
        _host.Runs.Select(run => run.Settings.HyperParameters.LearningRate).ShouldBe([0.001f, 10, 0.1f]);
        page.WaitForAssertion(() => page.FindAll(ById("train-diagnosis")).Count.ShouldBe(3));
        page.WaitForAssertion(() => page.Text("train-difference").ShouldBe("The runs differ in lr alone."));
        string[] texts = [.. page.FindAll(ById("train-diagnosis")).Select(item => item.TextContent.Trim())];
        texts[0].ShouldStartWith("lr 0.001");
        texts[0].ShouldContain("too low: ");
        texts[0].ShouldContain("Try a larger learning rate, such as 0.1, or more epochs.");
        texts[1].ShouldContain("diverged: ");
        page.FindAll("[data-testid='train-message'][role='alert']").Count.ShouldBe(1);
    }

    [Fact]
    public async Task Of_more_than_four_runs_the_oldest_goes()
    {
        var page = Open();
        for (var seed = 1; seed <= 5; seed++)
        {
            await page.Find(ById("setting-seed")).ChangeAsync(new ChangeEventArgs { Value = $"{seed}" });
            await DoAsync(page.Find(ById("train-step")).ClickAsync());
            page.WaitForAssertion(() => page.Text("train-status").ShouldBe("paused"));
        }

        _host.Wait();
        _host.Runs.Select(run => run.View.Status == RunStatus.Stopped).ShouldBe([true, false, false, false, false]);
        page.WaitForAssertion(() => page.Text("train-difference").ShouldBe("The runs differ in seed alone."));
    }

    [Fact]
    public async Task Data_that_cannot_be_opened_is_one_line_and_the_page_can_try_again()
    {
        var page = Open();
        _host.Error = new InvalidDataException("digits.gz: cut short");
        await page.Find(ById("train-start")).ClickAsync();
        page.WaitForAssertion(() => page.Text("train-error").ShouldBe("digits.gz: cut short"));
        _host.Runs.ShouldBeEmpty();
        _host.Error = null;
        await page.Find(ById("train-start")).ClickAsync();
        page.WaitForAssertion(() => page.FindAll(ById("train-error")).ShouldBeEmpty());
        _host.Runs.Count.ShouldBe(1);
    }

    [Fact]
    public async Task The_address_gives_the_settings_and_follows_them()
    {
        var page = Open("train?data=handwriting&hidden=24&seed=5");
        page.Find(ById("setting-hidden")).GetAttribute("value").ShouldBe("24");
        await page.Find(ById("setting-epochs")).ChangeAsync(new ChangeEventArgs { Value = "7" });
        var address = _context.Services.GetRequiredService<NavigationManager>().Uri;
        address.ShouldContain("epochs=7");
        address.ShouldContain("hidden=24");
        address.ShouldContain("seed=5");
        TrainingSettings.Parse(new Uri(address).Query, _host.Defaults).HyperParameters.Epochs.ShouldBe(7);
        Open("train?epochs=0").Text("train-error").ShouldContain("epochs");
    }

    [Fact]
    public async Task Dropped_files_become_the_data_and_the_address_names_them()
    {
        var page = Open("train?data=dropped:seven-images.gz");
        page.Text("train-error")
            .ShouldBe("data dropped:seven-images.gz: drop seven-images.gz and the file of its labels onto this page");
        await DropAsync(page, "seven-images.gz", Idx([30, 28, 28], 30 * 784));
        page.Text("train-dropped").ShouldBe("seven-images.gz: drop the file of its labels too.");
        await DropAsync(page, "seven-labels.gz", Idx([30], 30));
        page.Text("train-dropped").ShouldBe("seven-images.gz: 30 images of 28x28.");
        page.FindAll(ById("train-error")).ShouldBeEmpty();
        page.Find(ById("setting-data")).GetAttribute("value").ShouldBe("dropped:seven-images.gz");
        page.Text("train-command").ShouldContain("--data seven-images.gz");
        await DropAsync(page, "broken.gz", [1, 2, 3]);
        page.Text("train-error").ShouldStartWith("broken.gz: ");
        await page.Find(ById("setting-limit")).ChangeAsync(new ChangeEventArgs { Value = "" });
        await DoAsync(page.Find(ById("train-step")).ClickAsync());
        page.WaitForAssertion(() => page.Text("train-steps").ShouldBe("1"));

        await DoAsync(page.Find(ById("train-dropped-remove")).ClickAsync());
        page.FindAll(ById("train-dropped")).ShouldBeEmpty();
        page.Find(ById("setting-data")).GetAttribute("value").ShouldBe(_host.Defaults.Data);
    }

    [Fact]
    public async Task Another_page_leaves_runs_and_settings_as_they_are()
    {
        var page = Open("train?data=handwriting&hidden=12&epochs=3&batch-size=12");
        await DoAsync(page.Find(ById("train-epoch")).ClickAsync());
        page.WaitForAssertion(() => page.Text("train-steps").ShouldBe("10"));
        await _context.DisposeComponentsAsync();
        _host.Wait();

        page = Open();
        (page.Text("train-status"), page.Text("train-steps"), page.Text("train-start")).ShouldBe(("paused", "10", "Go on"));
        page.Find(ById("setting-hidden")).GetAttribute("value").ShouldBe("12");
        page.WaitForAssertion(() => page.FindComponents<LiveFigure>().ShouldNotBeEmpty());
        await DoAsync(page.Find(ById("train-step")).ClickAsync());
        page.WaitForAssertion(() => page.Text("train-steps").ShouldBe("11"));
        _host.Runs.Count.ShouldBe(1);
    }

    private static Task DropAsync(IRenderedComponent<TrainPage> page, string name, byte[] content) =>
        page.InvokeAsync(() => page.FindComponent<FilePicker>().Instance.OnFile(name, content));

    private static byte[] Idx(int[] dimensions, int count)
    {
        using var stream = new MemoryStream();
        Inkling.Formats.Idx.Write(stream, dimensions, [.. Enumerable.Range(0, count).Select(i => (byte)(i % 10))]);
        return stream.ToArray();
    }

    private static string ById(string id) => $"[data-testid='{id}']";

    /// <summary>Gives the runs their turns until an event is handled, and then until they wait.</summary>
    private async Task DoAsync(Task handling)
    {
        while (!handling.IsCompleted)
        {
            _host.Wait();
            await Task.Delay(1);
        }

        await handling;
        _host.Wait();
    }

    private IRenderedComponent<TrainPage> Open(string address = "train")
    {
        _context.Services.GetRequiredService<NavigationManager>().NavigateTo(address);
        return _context.Render<TrainPage>();
    }
}
