using Bunit;
using Inkling.Lab.Pad;
using Inkling.Pictures;

namespace Inkling.Lab.Tests.Pad;

public class DrawingPadTests
{
    [Fact]
    public void What_the_script_sends_is_passed_on_and_the_buttons_call_the_script()
    {
        using var context = new BunitContext();
        var module = context.JSInterop.SetupModule("./_content/Inkling.Lab/pad.js");
        var surface = module.SetupModule("attach", _ => true);
        foreach (var method in (string[])["clear", "undo", "setEraser", "show"])
            surface.SetupVoid(method, _ => true).SetVoidResult();
        GrayImage? picture = null;
        var cleared = 0;
        var pad = context.Render<DrawingPad>(parameters => parameters
            .Add(pad => pad.OnPicture, drawn => picture = drawn)
            .Add(pad => pad.OnClear, () => cleared++));

        pad.Instance.TakePicture(2, 1, [7, 8]);
        (picture!.Width, picture.Height).ShouldBe((2, 1));
        picture.Pixels.ShouldBe([7, 8]);
        pad.Instance.TakeNothing();
        cleared.ShouldBe(1);

        pad.Find("[data-testid=clear]").Click();
        pad.Find("[data-testid=undo]").Click();
        pad.Find("[data-testid=eraser]").Click();
        pad.Find("[data-testid=eraser]").GetAttribute("aria-pressed").ShouldBe("true");
        surface.Invocations.Select(call => call.Identifier).ShouldBe(["clear", "undo", "setEraser"]);
        surface.Invocations["setEraser"].Single().Arguments.ShouldBe([true]);
    }

    [Fact]
    public void A_picture_whose_size_is_wrong_is_refused()
    {
        using var context = new BunitContext();
        context.JSInterop.Mode = JSRuntimeMode.Loose;
        var pad = context.Render<DrawingPad>(parameters => parameters
            .Add(pad => pad.OnPicture, _ => throw new InvalidOperationException("read"))
            .Add(pad => pad.OnClear, () => { }));
        Should.Throw<ArgumentException>(() => pad.Instance.TakePicture(28, 28, new byte[10]));
        Should.Throw<ArgumentException>(() => pad.Instance.TakePicture(int.MaxValue, int.MaxValue, new byte[10]));
    }
}
