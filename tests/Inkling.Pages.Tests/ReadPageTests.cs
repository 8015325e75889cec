using Inkling.Data;

namespace Inkling.Pages.Tests;

/// <summary>The page "Read" in a browser.</summary>
public class ReadPageTests(Chromium chromium, LabFixture lab)
{
    [Theory, InlineData("program"), InlineData("site")]
    public async Task A_drawn_seven_is_read(string host)
    {
        await using var window = await lab.OpenAsync(chromium, host);
        await window["pad"].WaitForAsync();
        var box = (await window["pad"].BoundingBoxAsync())!;
        await window.Page.Mouse.MoveAsync(box.X + (box.Width * 0.25f), box.Y + (box.Height * 0.2f));
        await window.Page.Mouse.DownAsync();
        await window.Page.Mouse.MoveAsync(box.X + (box.Width * 0.75f), box.Y + (box.Height * 0.2f), new() { Steps = 8 });
        await window.Page.Mouse.MoveAsync(box.X + (box.Width * 0.45f), box.Y + (box.Height * 0.85f), new() { Steps = 8 });
        await window.Page.Mouse.UpAsync();
        await window.TextAsync("prediction", text => text.StartsWith('7'));

        await window["clear"].ClickAsync();
        await window.TextAsync("prediction", text => !text.Any(char.IsDigit));
    }

    [Theory, InlineData("program"), InlineData("site")]
    public async Task A_digit_drawn_with_the_mouse_is_read(string host)
    {
        var (image, label) = FirstDigit();
        await using var window = await lab.OpenAsync(chromium, host);
        await window["pad"].WaitForAsync();
        await window.DrawAsync(image);
        await window.TextAsync("prediction", text => text.StartsWith($"{label}", StringComparison.Ordinal));
    }

    /// <summary>A test image of MNIST, or of the generator where MNIST is not at hand.</summary>
    private static (byte[] Image, int Label) FirstDigit()
    {
        var images = Environment.GetEnvironmentVariable("INKLING_DATA") is { Length: > 0 } ? Mnist.Test() : Handwriting.Test(10);
        return (images.Image(0).ToArray(), images.Labels[0]);
    }
}
