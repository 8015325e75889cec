using Inkling.Data;
using Microsoft.Playwright;

namespace Inkling.Pages.Tests;

/// <summary>Draws the digit of a 28x28 image on the pad with the mouse.</summary>
internal static class DigitOnPad
{
    // The pad's line is about as wide as that of a scan: its outermost pixels are left to the width of the line.
    private const int Rim = 1;

    /// <summary>Draws the ink of an image: a line along each run of ink in a row, less its rim.</summary>
    public static async Task DrawAsync(this Window window, byte[] image)
    {
        const int Side = MnistNormalizer.Size;
        var box = (await window["pad"].BoundingBoxAsync())!;
        foreach (var (row, from, to) in Runs(image))
        {
            await MoveAsync(row, from);
            await window.Page.Mouse.DownAsync();
            await MoveAsync(row, to);
            await window.Page.Mouse.UpAsync();
        }

        Task MoveAsync(int row, int column) => window.Page.Mouse.MoveAsync(
            (float)(box.X + ((column + 0.5f) * box.Width / Side)), (float)(box.Y + ((row + 0.5f) * box.Height / Side)));
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
                var (first, last) = (from + Rim, column - 1 - Rim);
                if (column > from && last >= first)
                    yield return (row, first, last);
            }
        }
    }
}
