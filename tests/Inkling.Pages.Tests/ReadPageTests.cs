using System.Globalization;
using Inkling.Data;

namespace Inkling.Pages.Tests;

/// <summary>The page "Read" in a browser.</summary>
public class ReadPageTests(Chromium chromium, LabFixture lab)
{
    [Theory, InlineData("program"), InlineData("site")]
    public async Task A_drawn_seven_is_read_and_cleared(string host)
    {
        await using var window = await lab.OpenAsync(chromium, host);
        await window.DrawSevenAsync();
        await window.TextAsync("prediction", text => text.StartsWith('7'));
        await window["clear"].ClickAsync();
        await window.TextAsync("prediction", text => !text.Any(char.IsDigit));
    }

    [Theory, InlineData("program"), InlineData("site")]
    public async Task A_digit_of_the_test_set_drawn_with_the_mouse_is_read(string host)
    {
        var images = Environment.GetEnvironmentVariable("INKLING_DATA") is { Length: > 0 } ? Mnist.Test() : Handwriting.Test(1000);
        await using var window = await lab.OpenAsync(chromium, host);
        var index = Enumerable.Range(0, images.Count).First(i => DigitOnPad.IsSimple(images.Image(i).ToArray()));
        await window.DrawAsync(images.Image(index).ToArray());
        await window.TextAsync("prediction", text => text.StartsWith($"{images.Labels[index]}", StringComparison.Ordinal));
    }

    [Theory, InlineData("program"), InlineData("site")]
    public async Task The_products_of_a_value_add_up_to_it(string host)
    {
        await using var window = await lab.OpenAsync(chromium, host);
        await window.DrawSevenAsync();
        await window.TextAsync("prediction", text => text.StartsWith('7'));
        await window["zoom-layer-0"].ClickAsync();
        await (await window.ReadyAsync("layer-canvas")).ClickAsync(new() { Position = new() { X = 20, Y = 20 } });
        if (await window["show-all-products"].IsVisibleAsync())
            await window["show-all-products"].ClickAsync();

        var sum = await window.NumberAsync("bias");
        for (var i = 0; await window[$"product-{i}"].CountAsync() > 0; i++)
            sum += await window.NumberAsync($"product-{i}");
        sum.ShouldBe(await window.NumberAsync("products-sum"), 1e-4);
        sum.ShouldBe(await window.NumberAsync("neuron-value"), 1e-4);
    }

    [Theory, InlineData("program"), InlineData("site")]
    public async Task An_epsilon_above_the_smallest_one_changes_the_prediction(string host)
    {
        await using var window = await lab.OpenAsync(chromium, host);
        await window.DrawSevenAsync();
        await window.TextAsync("prediction", text => text.StartsWith('7'));
        await window["open-attack"].ClickAsync();
        await window["attack-search"].ClickAsync();
        var smallest = float.Parse(await window.TextAsync("attack-smallest", text => text.Length > 0), CultureInfo.InvariantCulture);
        await window["attack-epsilon"].FillAsync((MathF.Ceiling((smallest * 200) + 1) / 200).ToString(CultureInfo.InvariantCulture));
        await window.TextAsync("attack-prediction", text => !text.Trim().StartsWith('7'));
        await window["attack-fell"].WaitForAsync();
    }
}
