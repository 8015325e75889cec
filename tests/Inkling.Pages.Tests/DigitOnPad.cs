using Inkling.Data;
using Microsoft.Playwright;

namespace Inkling.Pages.Tests;

/// <summary>Draws on the pad with the mouse.</summary>
internal static class DigitOnPad
{
    /// <summary>Draws a seven in two strokes without lifting the pen.</summary>
    public static Task DrawSevenAsync(this Window window) => window.StrokeAsync((0.25f, 0.2f), (0.75f, 0.2f), (0.45f, 0.85f));

    /// <summary>Draws the ink of a 28x28 image: a line along each run of ink in a row, shorter by the width of the pen.</summary>
    public static async Task DrawAsync(this Window window, byte[] image)
    {
        foreach (var (row, from, to) in Runs(image))
            await window.StrokeAsync(Place(row, from), Place(row, to));

        static (float X, float Y) Place(int row, float column) =>
            ((column + 0.5f) / MnistNormalizer.Size, (row + 0.5f) / MnistNormalizer.Size);
    }

    private static async Task StrokeAsync(this Window window, params (float X, float Y)[] places)
    {
        await window["pad"].WaitForAsync();
        var box = (await window["pad"].BoundingBoxAsync())!;
        var mouse = window.Page.Mouse;
        await mouse.MoveAsync(box.X + (places[0].X * box.Width), box.Y + (places[0].Y * box.Height));
        await mouse.DownAsync();
        foreach (var (x, y) in places.Skip(1))
            await mouse.MoveAsync(box.X + (x * box.Width), box.Y + (y * box.Height), new MouseMoveOptions { Steps = 8 });
        await mouse.UpAsync();
    }

    private static IEnumerable<(int Row, float From, float To)> Runs(byte[] image)
    {
        const int Side = MnistNormalizer.Size;
        for (var row = 0; row < Side; row++)
        {
            for (var column = 0; column < Side; column++)
            {
                var from = column;
                while (column < Side && image[(row * Side) + column] > 100)
                    column++;
                var middle = (from + column - 1) / 2f;
                if (column > from)
                    yield return (row, MathF.Min(from + 1, middle), MathF.Max(column - 2, middle));
            }
        }
    }
}
