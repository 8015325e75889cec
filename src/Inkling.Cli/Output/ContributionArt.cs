using System.Text;
using Inkling.Models;

namespace Inkling.Cli.Output;

/// <summary>An image and, beside it, the contribution of each pixel to a class, as characters: one for two rows.</summary>
internal static class ContributionArt
{
    private const string Ramp = " .:-=+*#%@";
    private const string For = "+*#";
    private const string Against = "-~=";

    /// <summary>Writes the lines, and below them the meaning of the characters.</summary>
    /// <param name="screen">Where they are written; with colours, blue is for contributions to the class, red for those against it.</param>
    /// <param name="model">The model, whose images have the size.</param>
    /// <param name="image">[rows, columns].</param>
    /// <param name="contributions">[rows, columns].</param>
    /// <param name="positive">What is said of values above 0: "ink that contributes to the prediction".</param>
    public static void Show(
        Screen screen, TrainedModel model, ReadOnlySpan<float> image, ReadOnlySpan<float> contributions, string positive)
    {
        var (rows, columns, colors) = (model.Rows, model.Columns, screen.HasColors);
        var largest = 0f;
        for (var row = 0; row < rows; row += 2)
        {
            for (var column = 0; column < columns; column++)
                largest = Math.Max(largest, Math.Abs(OfTwo(contributions, row, column, rows, columns)));
        }

        var line = new StringBuilder();
        for (var row = 0; row < rows; row += 2)
        {
            line.Clear();
            for (var column = 0; column < columns; column++)
                line.Append(Ramp[(int)(OfTwo(image, row, column, rows, columns) / 2 * (Ramp.Length - 1))]);
            line.Append("   ");
            for (var column = 0; column < columns; column++)
                Append(line, OfTwo(contributions, row, column, rows, columns), largest, colors);
            screen.Raw((colors ? line.ToString() : line.ToString().TrimEnd()) + Environment.NewLine);
        }

        var negative = contributions.ContainsAnyInRange(float.NegativeInfinity, -float.Epsilon) ? ", -~= against it" : "";
        screen.Line($"+*# {positive}{negative}, from weak to strong; . a tenth of the strongest or less.");
    }

    private static void Append(StringBuilder line, float contribution, float largest, bool colors)
    {
        var strength = largest > 0 ? Math.Abs(contribution) / largest : 0;
        var sign = strength switch
        {
            0 => ' ',
            <= 0.1f => '.',
            _ => (contribution > 0 ? For : Against)[Math.Min(2, (int)((strength - 0.1f) / 0.3f))],
        };
        if (colors && sign is not (' ' or '.'))
            line.Append(contribution > 0 ? "\e[38;5;33m" : "\e[38;5;203m").Append(sign).Append("\e[0m");
        else
            line.Append(sign);
    }

    /// <summary>The sum of a pixel and the one below.</summary>
    private static float OfTwo(ReadOnlySpan<float> values, int row, int column, int rows, int columns) =>
        values[(row * columns) + column] + (row + 1 < rows ? values[((row + 1) * columns) + column] : 0);
}
