using Inkling.Data;
using Microsoft.Playwright;

namespace Inkling.Pages.Tests;

/// <summary>Draws on the pad with the mouse.</summary>
internal static class DigitOnPad
{
    /// <summary>A run of at least this many pixels is a bar, a shorter one is part of a stem.</summary>
    private const int LongRun = 7;

    /// <summary>Draws a seven in two strokes without lifting the pen.</summary>
    public static Task DrawSevenAsync(this Window window) => window.StrokeAsync((0.25f, 0.2f), (0.75f, 0.2f), (0.45f, 0.85f));

    /// <summary>
    /// Draws a digit that has one run of ink in each of its rows, as many a one and seven: a line across each bar, and one down the stem.
    /// </summary>
    /// <param name="window">The window.</param>
    /// <param name="image">[28, 28] bytes.</param>
    public static async Task DrawAsync(this Window window, byte[] image)
    {
        var stem = new List<(float X, float Y)>();
        var bar = new List<(int Row, int From, int To)>();
        foreach (var run in Runs(image))
        {
            if (run.To - run.From >= LongRun)
            {
                bar.Add(run);
                continue;
            }

            await DrawBarAsync();
            stem.Add(Place(run.Row, (run.From + run.To) / 2f));
        }

        await DrawBarAsync();
        if (stem.Count > 1)
            await window.StrokeAsync([.. stem]);

        async Task DrawBarAsync()
        {
            if (bar.Count == 0)
                return;
            var (row, from, to) = bar[bar.Count / 2];
            await window.StrokeAsync(Place(row, from + 1), Place(row, to - 1));
            bar.Clear();
        }

        static (float X, float Y) Place(int row, float column) =>
            ((column + 0.5f) / MnistNormalizer.Size, (row + 0.5f) / MnistNormalizer.Size);
    }

    /// <summary>Whether <see cref="DrawAsync"/> can draw an image.</summary>
    public static bool IsSimple(byte[] image) => Runs(image).GroupBy(run => run.Row).All(row => row.Count() == 1);

    private static async Task StrokeAsync(this Window window, params (float X, float Y)[] places)
    {
        var box = (await (await window.ReadyAsync("pad")).BoundingBoxAsync())!;
        var mouse = window.Page.Mouse;
        await mouse.MoveAsync(box.X + (places[0].X * box.Width), box.Y + (places[0].Y * box.Height));
        await mouse.DownAsync();
        foreach (var (x, y) in places.Skip(1))
            await mouse.MoveAsync(box.X + (x * box.Width), box.Y + (y * box.Height), new() { Steps = places.Length < 5 ? 8 : 1 });
        await mouse.UpAsync();

        // Ready again once all of it is read.
        await window.ReadyAsync("pad");
    }

    private static IEnumerable<(int Row, int From, int To)> Runs(byte[] image)
    {
        const int Side = MnistNormalizer.Size;
        for (var row = 0; row < Side; row++)
        {
            for (var column = 0; column < Side; column++)
            {
                var from = column;
                while (column < Side && image[(row * Side) + column] > 100)
                    column++;
                if (column > from)
                    yield return (row, from, column - 1);
            }
        }
    }
}
