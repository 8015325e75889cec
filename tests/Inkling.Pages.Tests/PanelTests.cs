using System.Globalization;
using Microsoft.Playwright;

namespace Inkling.Pages.Tests;

/// <summary>The panels of the page "Read" in a browser: backward, edits and attribution.</summary>
public class PanelTests(Chromium chromium, LabFixture lab)
{
    // The last layer of the pretrained network, whose output is the logits.
    private const int LastLayer = 15;

    [Theory, InlineData("program"), InlineData("site")]
    public async Task Loss_gradient_and_step_of_a_true_class_follow_from_the_logits_shown(string host)
    {
        await using var window = await SevenAsync(host);
        await window["open-backward"].ClickAsync();
        await window["label"].SelectOptionAsync("7");
        var loss = await window.NumberAsync("loss");
        loss.ShouldBe(-Math.Log(await window.NumberAsync("label-probability")), 1e-5);
        (await window.NumberAsync("step-0-loss")).ShouldBe(loss);
        (await window.NumberAsync("step-3-loss")).ShouldBeLessThan(loss);
        (await window.NumberAsync("step-3-probability")).ShouldBeGreaterThan(await window.NumberAsync("step-0-probability"));

        // A step of the slider is one of a tenth in the exponent.
        var rate = await window.NumberAsync("learning-rate");
        await window["learning-rate-slider"].PressAsync("ArrowRight");
        await window.TextAsync("learning-rate", text => Number(text) > rate);

        await window["label"].SelectOptionAsync("3");
        await window.TextAsync("loss", text => Number(text) > 1);
        var logits = new double[10];
        for (var i = 0; i < logits.Length; i++)
            logits[i] = await window.NumberAsync($"logit-{i}");
        var sum = logits.Sum(Math.Exp);
        (await window.NumberAsync("loss")).ShouldBe(Math.Log(sum) - logits[3], 2e-3);
        var gradient = logits.Select((logit, i) => (Math.Exp(logit) / sum) - (i == 3 ? 1 : 0));
        (await window.NumberAsync($"gradient-{LastLayer}-norm")).ShouldBe(Math.Sqrt(gradient.Sum(value => value * value)), 2e-3);
    }

    [Theory, InlineData("program"), InlineData("site")]
    public async Task A_unit_that_is_switched_off_changes_the_logits_and_a_reset_restores_all_that_is_shown(string host)
    {
        await using var window = await lab.OpenAsync(chromium, host);
        await window["digits-next"].ClickAsync();
        await window["zoom-layer-0"].ClickAsync();
        await (await window.ReadyAsync("layer-canvas")).ClickAsync(new() { Position = new() { X = 20, Y = 20 } });
        await window["open-edits"].ClickAsync();
        for (var layer = 0; layer <= LastLayer + 1; layer++)
            await window.ReadyAsync($"layer-{layer}-canvas");
        var before = await ShownAsync(window);

        await window["switch-off"].ClickAsync();
        await window["edit-0"].WaitForAsync();
        (await ShownAsync(window)).ShouldNotBe(before);

        await window["edits-reset"].ClickAsync();
        await window["edits-list"].WaitForAsync(new() { State = WaitForSelectorState.Detached });
        // The images of the layers are drawn after the texts.
        var after = await ShownAsync(window);
        for (var end = DateTime.UtcNow.AddSeconds(60); !after.SequenceEqual(before) && DateTime.UtcNow < end; await Task.Delay(50))
            after = await ShownAsync(window);
        after.ShouldBe(before);

        static Task<string[]> ShownAsync(Window window) => window.Page.EvaluateAsync<string[]>(
            """
            () => [...document.querySelectorAll('[data-testid^=logit-], [data-testid^=layer-]')]
              .map(element => element instanceof HTMLCanvasElement ? element.toDataURL() : element.textContent)
            """);
    }

    [Theory, InlineData("program"), InlineData("site")]
    public async Task Each_method_of_attribution_is_another_layer_over_the_image(string host)
    {
        await using var window = await SevenAsync(host);
        await window["open-attribution"].ClickAsync();
        await window["attribution-map"].WaitForAsync();
        var layers = new HashSet<string>();
        var methods = await window["attribution-method"].Locator("option").AllTextContentsAsync();
        methods.Count.ShouldBe(5);
        foreach (var method in methods)
        {
            await window["attribution-method"].SelectOptionAsync(new SelectOptionValue { Label = method });
            await window.TextAsync("attribution-map", text => text.Contains($"{method}, logit of 7", StringComparison.Ordinal));
            layers.Add(await LayerAsync(window)).ShouldBeTrue(method);
        }

        await window["attribution-class"].SelectOptionAsync("2");
        await window.TextAsync("attribution-map", text => text.Contains("logit of 2", StringComparison.Ordinal));
        layers.Add(await LayerAsync(window)).ShouldBeTrue("another class");

        static async Task<string> LayerAsync(Window window) =>
            await window["attribution-map"].EvaluateAsync<string>(
                "map => [...map.querySelectorAll('image')].map(image => image.outerHTML).join()");
    }

    private async Task<Window> SevenAsync(string host)
    {
        var window = await lab.OpenAsync(chromium, host);
        await window.DrawSevenAsync();
        await window.TextAsync("prediction", text => text.StartsWith('7'));
        return window;
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
