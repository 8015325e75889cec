using Bunit;
using Inkling.Lab.Scripting;

namespace Inkling.Lab.Tests.Scripting;

public class CanvasesTests
{
    [Fact]
    public async Task All_canvases_of_a_render_are_drawn_in_one_call_and_then_the_latest_of_each()
    {
        using var context = new BunitContext();
        var module = context.JSInterop.SetupModule("./_content/Inkling.Lab/canvases.js");
        module.SetupVoid("start", _ => true).SetVoidResult();
        var draw = module.SetupVoid("draw", _ => true);
        var rendered = new TaskCompletionSource();
        using var canvases = new Canvases(context.JSInterop.JSRuntime) { AwaitRender = () => rendered.Task };
        var (first, second) = (canvases.Add(_ => Task.CompletedTask), canvases.Add(_ => Task.CompletedTask));

        var drawing = canvases.DrawAsync(first, [1, 2]);
        await canvases.DrawAsync(second, [3]);
        draw.Invocations.ShouldBeEmpty();
        rendered.SetResult();
        ShouldHaveDrawn([first, 2, second, 1], [1, 2, 3]);

        await canvases.DrawAsync(first, [4]);
        await canvases.DrawAsync(second, [5]);
        await canvases.DrawAsync(first, [6, 7]);
        draw.Invocations.Count.ShouldBe(1, "the script still draws");
        draw.SetVoidResult();
        await drawing;
        draw.Invocations.Count.ShouldBe(2);
        ShouldHaveDrawn([first, 2, second, 1], [6, 7, 5]);

        void ShouldHaveDrawn(int[] lengths, byte[] bytes)
        {
            var arguments = draw.Invocations.Last().Arguments;
            ((int[])arguments[0]!).ShouldBe(lengths);
            ((byte[])arguments[1]!).ShouldBe(bytes);
        }
    }

    [Fact]
    public async Task A_choice_goes_to_its_canvas_until_that_is_removed()
    {
        using var context = Scripts.NewContext();
        using var canvases = new Canvases(context.JSInterop.JSRuntime);
        var chosen = new List<int>();
        var canvas = canvases.Add(index =>
        {
            chosen.Add(index);
            return Task.CompletedTask;
        });
        await canvases.Choose(canvas, 17);
        await canvases.Choose(canvas + 1, 18);
        canvases.Remove(canvas);
        await canvases.Choose(canvas, 19);
        chosen.ShouldBe([17]);
    }
}
