namespace Inkling.Pages.Tests;

/// <summary>The address of the page "Read", which another window shows the same for.</summary>
public class AddressTests(Chromium chromium, LabFixture lab)
{
    [Theory, InlineData("program"), InlineData("site")]
    public async Task A_shared_address_shows_the_same_image_and_the_same_value(string host)
    {
        await using var window = await lab.OpenAsync(chromium, host);
        await window.DrawSevenAsync();
        await window.TextAsync("prediction", text => text.StartsWith('7'));
        await window["zoom-layer-0"].ClickAsync();
        await window["layer-canvas"].ClickAsync(new() { Position = new() { X = 20, Y = 20 } });
        await window["open-edits"].ClickAsync();
        await window.Page.WaitForURLAsync(address => address.Contains("value=", StringComparison.Ordinal)
            && address.Contains("edits", StringComparison.Ordinal));

        await using var other = await lab.OpenAsync(chromium, host, new Uri(window.Page.Url).Query);
        await other["neuron-value"].WaitForAsync();
        foreach (var id in (string[])["logit-7", "neuron-value", "zoom-here"])
            (await other[id].TextContentAsync()).ShouldBe(await window[id].TextContentAsync());
        await other["edits"].WaitForAsync();
        other.Page.Url.ShouldBe(window.Page.Url);
    }

    [Theory, InlineData("program"), InlineData("site")]
    public async Task What_was_drawn_is_there_again_after_a_look_at_another_page(string host)
    {
        await using var window = await lab.OpenAsync(chromium, host);
        await window.DrawSevenAsync();
        await window.Page.WaitForURLAsync(address => address.Contains("image=", StringComparison.Ordinal));
        var logit = await window["logit-7"].TextContentAsync();
        await window["nav-train"].ClickAsync();
        await window["train-start"].WaitForAsync();
        await window["nav-read"].ClickAsync();
        await window.TextAsync("logit-7", text => text == logit);
    }

    [Theory, InlineData("program"), InlineData("site")]
    public async Task A_damaged_address_is_one_line(string host)
    {
        await using var window = await lab.OpenAsync(chromium, host, "?image=AAAA");
        (await window["error"].TextContentAsync()).ShouldStartWith("address: the image is damaged");
        await window.DrawSevenAsync();
        await window.TextAsync("prediction", text => text.StartsWith('7'));
    }
}
