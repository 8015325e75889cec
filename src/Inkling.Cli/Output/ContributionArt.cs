using System.Text;
using Inkling.Analysis;

namespace Inkling.Cli.Output;

/// <summary>An image and, beside it, the contribution of each pixel to the prediction, as characters: one for two rows.</summary>
internal static class ContributionArt
{
    private const string Ramp = " .:-=+*#%@";
    private const string For = "+*#";
    private const string Against = "-~=";

    /// <summary>The meaning of the characters.</summary>
    public const string Legend =
        "+*# ink that contributes to the prediction, -~= against it, from weak to strong; . a tenth of the strongest or less";

    /// <summary>The lines.</summary>
    /// <param name="explanation">The image and the contributions.</param>
    /// <param name="colors">Whether the terminal shows colours: blue for contributions to the prediction, red against it.</param>
    public static IEnumerable<string> Lines(Explanation explanation, bool colors)
    {
        var (rows, columns) = (explanation.Model.Rows, explanation.Model.Columns);
        var largest = 0f;
        for (var row = 0; row < rows; row += 2)
        {
            for (var column = 0; column < columns; column++)
                largest = Math.Max(largest, Math.Abs(OfTwo(explanation.Contributions, row, column, rows, columns)));
        }

        var line = new StringBuilder();
        for (var row = 0; row < rows; row += 2)
        {
            line.Clear();
            for (var column = 0; column < columns; column++)
                line.Append(Ramp[(int)(OfTwo(explanation.Image, row, column, rows, columns) / 2 * (Ramp.Length - 1))]);
            line.Append("   ");
            for (var column = 0; column < columns; column++)
                Append(line, OfTwo(explanation.Contributions, row, column, rows, columns), largest, colors);
            yield return colors ? line.ToString() : line.ToString().TrimEnd();
        }
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
