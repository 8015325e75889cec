using Inkling.Formats;
using Microsoft.Playwright;

namespace Inkling.Pages.Tests;

/// <summary>The page "Train" in a browser.</summary>
public class TrainPageTests(Chromium chromium, LabFixture lab)
{
    private const string Address = "train?data=handwriting&limit=640&epochs=2&hidden=16&seed=3";

    [Theory, InlineData("program"), InlineData("site")]
    public async Task Going_on_after_a_rewind_and_opening_the_address_again_give_the_same_weights(string host)
    {
        string first;
        await using (var window = await lab.OpenAsync(chromium, host, Address))
        {
            await window["train-epoch"].ClickAsync();
            await window.TextAsync("train-steps", steps => steps == "10");
            var half = await window.TextAsync("train-hash", hash => hash.Length > 4);
            await window["train-step"].ClickAsync();
            await window.TextAsync("train-steps", steps => steps == "11");
            await window.TextAsync("train-hash", hash => hash != half);

            await window["train-scrub"].EvaluateAsync(
                "range => { range.value = 0; range.dispatchEvent(new Event('input', { bubbles: true })); }");
            await window["train-rewind"].ClickAsync();
            await window.TextAsync("train-steps", steps => steps != "11");
            await window["train-start"].ClickAsync();
            await window.TextAsync("train-status", status => status == "complete");
            first = await window.TextAsync("train-hash", hash => hash.Length > 4 && hash != half);
        }

        await using var again = await lab.OpenAsync(chromium, host, Address);
        await again["train-start"].ClickAsync();
        await again.TextAsync("train-status", status => status == "complete");
        (await again.TextAsync("train-hash", hash => hash.Length > 4)).ShouldBe(first);
    }

    [Theory, InlineData("program"), InlineData("site")]
    public async Task A_pair_of_dropped_files_is_trained_on_and_named_by_the_address(string host)
    {
        await using var window = await lab.OpenAsync(chromium, host, "train?data=dropped:own-images&epochs=1&batch-size=10&seed=3");
        await window.TextAsync("train-error", text => text.Contains("drop own-images", StringComparison.Ordinal));
        await (await window.ReadyAsync("file")).SetInputFilesAsync(
            [OwnFile("own-images", [60, 28, 28]), OwnFile("own-labels", [60])]);
        await window.TextAsync("train-dropped", text => text == "own-images: 60 images of 28x28.");
        await window["train-start"].ClickAsync();
        await window.TextAsync("train-status", status => status == "complete");
        (await window["train-steps"].TextContentAsync()).ShouldBe("5");
    }

    private static FilePayload OwnFile(string name, int[] dimensions)
    {
        using var stream = new MemoryStream();
        var count = dimensions.Aggregate((product, size) => product * size);
        Idx.Write(stream, dimensions, [.. Enumerable.Range(0, count).Select(i => (byte)(i % 10))]);
        return new FilePayload { Name = name, MimeType = "application/octet-stream", Buffer = stream.ToArray() };
    }

    [Theory, InlineData("program"), InlineData("site")]
    public async Task A_setting_that_is_not_permitted_is_named(string host)
    {
        await using var window = await lab.OpenAsync(chromium, host, "train?epochs=0");
        await window.TextAsync("train-error", text => text.Contains("epochs", StringComparison.Ordinal));
    }
}
