using Inkling.Pages.Tests.Hosts;
using Microsoft.Playwright;

namespace Inkling.Pages.Tests;

/// <summary>What the page "Read" takes other than the mouse: files, the clipboard, the camera, a pen and the keyboard.</summary>
public class InputTests(Chromium chromium, LabFixture lab)
{
    private static readonly string s_pictures = Repository.PathOf("tests", "Inkling.Pictures.Tests", "TestData");

    [Theory, InlineData("program"), InlineData("site")]
    public async Task Pictures_are_opened_and_pasted_and_a_file_of_another_kind_is_named(string host)
    {
        await using var window = await lab.OpenAsync(chromium, host);
        foreach (var picture in (string[])["seven.png", "seven-progressive.jpg"])
        {
            await (await window.ReadyAsync("file")).SetInputFilesAsync(Path.Combine(s_pictures, picture));
            await window.TextAsync("prediction", text => text.StartsWith('7'));
            await window["clear"].ClickAsync();
            await window.TextAsync("prediction", text => text.Length == 0);
        }

        await window["file"].SetInputFilesAsync(
            new FilePayload { Name = "notes.txt", MimeType = "text/plain", Buffer = "no picture at all"u8.ToArray() });
        var error = await window.TextAsync("error", text => text.Length > 0);
        error.ShouldStartWith("notes.txt: ");
        error.ShouldNotContain('\n');

        await GiveAsync(window, "paste", "clipboardData", "pasted.png", Path.Combine(s_pictures, "seven.png"));
        await window.TextAsync("prediction", text => text.StartsWith('7'));
        (await window["error"].TextContentAsync()).ShouldBeEmpty();
    }

    [Theory, InlineData("program"), InlineData("site")]
    public async Task A_model_that_is_dropped_reads_what_is_drawn(string host)
    {
        await using var window = await lab.OpenAsync(chromium, host);
        await window.DrawSevenAsync();
        await window.TextAsync("prediction", text => text.StartsWith('7'));
        var logit = await window["logit-7"].TextContentAsync();
        await window["model-choice"].SelectOptionAsync(new SelectOptionValue { Index = host == "site" ? 1 : 0 });
        await window.ReadyAsync("file");
        await GiveAsync(window, "drop", "dataTransfer", "mine.safetensors", Repository.PathOf("models", "digits.safetensors"));
        await window.TextAsync("model", text => text.StartsWith("mine.safetensors: ", StringComparison.Ordinal));
        await window.TextAsync("logit-7", text => text == logit);
    }

    [Theory, InlineData("program"), InlineData("site")]
    public async Task A_picture_is_taken_with_the_camera(string host)
    {
        await using var window = await lab.OpenAsync(chromium, host);
        await window.ReadyAsync("pad");
        await window["camera"].ClickAsync();
        await window["camera-take"].ClickAsync();
        // What the camera of the tests shows is no digit: it is read as one, or refused in one line.
        (await window.TextAsync("prediction", text => text.Length > 0)).ShouldNotContain('\n');
        await Assertions.Expect(window["pad"]).Not.ToHaveAttributeAsync("data-blank", "");
        await window["camera-stop"].ClickAsync();
        await window["camera-picture"].WaitForAsync(new() { State = WaitForSelectorState.Detached });
        await window["camera"].WaitForAsync();
    }

    [Fact]
    public async Task The_pressure_of_a_pen_is_the_width_of_its_line()
    {
        await using var window = await lab.OpenAsync(chromium, "program");
        var (light, firm) = (await InkAsync(0.1), await InkAsync(0.9));
        light.ShouldBeGreaterThan(0);
        ((double)firm / light).ShouldBeInRange(2, 3, "the line is from 0.6 to 1.4 times as wide as a mouse's");

        async Task<int> InkAsync(double force)
        {
            var box = (await (await window.ReadyAsync("pad")).BoundingBoxAsync())!;
            await using var devtools = await window.Page.Context.NewCDPSessionAsync(window.Page);
            var steps = (string[])["mousePressed", "mouseMoved", "mouseMoved", "mouseReleased"];
            foreach (var (i, type) in steps.Index())
            {
                await devtools.SendAsync("Input.dispatchMouseEvent", new Dictionary<string, object>
                {
                    ["type"] = type,
                    ["x"] = box.X + (box.Width * (0.2 + (0.2 * i))),
                    ["y"] = box.Y + (box.Height / 2),
                    ["button"] = "left",
                    ["buttons"] = 1,
                    ["pointerType"] = "pen",
                    ["force"] = force,
                });
            }

            var ink = await window["pad"].EvaluateAsync<int>(
                """
                pad => pad.getContext('2d').getImageData(0, 0, pad.width, pad.height).data
                  .filter((level, i) => i % 4 === 0 && level < 128).length
                """);
            await window["clear"].ClickAsync();
            await Assertions.Expect(window["pad"]).ToHaveAttributeAsync("data-blank", "");
            return ink;
        }
    }

    [Theory, InlineData("program"), InlineData("site")]
    public async Task From_a_drawing_to_its_products_by_keyboard_alone(string host)
    {
        await using var window = await lab.OpenAsync(chromium, host);
        await window.ReadyAsync("pad");
        var keyboard = window.Page.Keyboard;
        await TabToAsync("pad");
        await PressAsync("ArrowLeft", 7);
        await PressAsync("ArrowUp", 8);
        await keyboard.PressAsync("Space");
        await PressAsync("ArrowRight", 14);
        for (var i = 0; i < 9; i++)
        {
            await PressAsync("ArrowDown", 2);
            await keyboard.PressAsync("ArrowLeft");
        }

        await keyboard.PressAsync("Space");
        await window.TextAsync("prediction", text => text.StartsWith('7'));

        await TabToAsync("layer-15");
        await keyboard.PressAsync("Enter");
        await window.ReadyAsync("layer-canvas");
        await TabToAsync("layer-canvas");
        await keyboard.PressAsync("ArrowRight");
        await window.TextAsync("zoom-here", text => text == "class 1");
        (await window.NumberAsync("products-sum")).ShouldBe(await window.NumberAsync("neuron-value"), 1e-5);

        async Task PressAsync(string key, int times)
        {
            for (var i = 0; i < times; i++)
                await keyboard.PressAsync(key);
        }

        async Task TabToAsync(string id)
        {
            for (var i = 0; i < 100; i++)
            {
                await keyboard.PressAsync("Tab");
                if (await window.Page.EvaluateAsync<string?>("document.activeElement.dataset.testid") == id)
                    return;
            }

            throw new InvalidOperationException($"{id} is not reached with the Tab key");
        }
    }

    /// <summary>Gives a file to the page as a browser does when the user drops or pastes it.</summary>
    private static async Task GiveAsync(Window window, string type, string property, string name, string file) =>
        await window.Page.EvaluateAsync(
            """
            ([type, property, name, content]) => {
              const transfer = new DataTransfer();
              transfer.items.add(new File([Uint8Array.from(atob(content), character => character.charCodeAt(0))], name));
              const event = new Event(type, { bubbles: true, cancelable: true });
              Object.defineProperty(event, property, { value: transfer });
              document.body.dispatchEvent(event);
            }
            """,
            (string[])[type, property, name, Convert.ToBase64String(await File.ReadAllBytesAsync(file))]);
}
