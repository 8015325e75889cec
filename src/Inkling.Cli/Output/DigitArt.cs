using System.Text;
using Inkling.Data;

namespace Inkling.Cli.Output;

/// <summary>
/// Images as characters, at half their size: two rows of grey levels in one line of half blocks with colours, or one grey level a
/// character without.
/// </summary>
internal static class DigitArt
{
    private const string Ramp = " .:-=+*#%@";
    private const int DarkestGray = 232;
    private const int LightestGray = 255;

    /// <summary>Lines that show some images side by side.</summary>
    /// <param name="images">The set.</param>
    /// <param name="indices">Which of it, from left to right.</param>
    /// <param name="colors">Whether the terminal shows colours.</param>
    public static IEnumerable<string> Lines(ImageDataset images, IReadOnlyList<int> indices, bool colors)
    {
        var (rows, columns) = ((images.Rows + 1) / 2, (images.Columns + 1) / 2);
        var line = new StringBuilder();
        for (var row = 0; row < rows; row += 2)
        {
            line.Clear();
            foreach (var index in indices)
            {
                for (var column = 0; column < columns; column++)
                    Append(line, Level(images, index, row, column), Level(images, index, row + 1, column), colors);
                line.Append(colors ? "\e[0m " : " ");
            }

            yield return colors ? line.ToString() : line.ToString().TrimEnd();
        }
    }

    /// <summary>Characters that one image takes in a line, with the gap after it.</summary>
    public static int Width(ImageDataset images) => ((images.Columns + 1) / 2) + 1;

    private static void Append(StringBuilder line, int upper, int lower, bool colors)
    {
        if (colors)
            line.Append($"\e[38;5;{Gray(upper)};48;5;{Gray(lower)}m▀");
        else
            line.Append(Ramp[(upper + lower) / 2 * (Ramp.Length - 1) / 255]);
    }

    private static int Gray(int level) => DarkestGray + (level * (LightestGray - DarkestGray) / 255);

    /// <summary>The mean of a square of two by two pixels.</summary>
    private static int Level(ImageDataset images, int index, int row, int column)
    {
        var sum = 0;
        var pixels = images.Image(index);
        for (var i = 0; i < 4; i++)
        {
            var (r, c) = ((2 * row) + (i / 2), (2 * column) + (i % 2));
            sum += r < images.Rows && c < images.Columns ? pixels[(r * images.Columns) + c] : 0;
        }

        return sum / 4;
    }
}
