namespace Inkling.Cli.Output;

/// <summary>A horizontal bar of block characters, drawn to an eighth of a character.</summary>
internal static class Bar
{
    private const string Eighths = " ▏▎▍▌▋▊▉█";

    /// <summary>A bar for a share from 0 to 1, padded to <paramref name="width"/> characters.</summary>
    public static string Of(double share, int width)
    {
        var eighths = (int)Math.Round(Math.Clamp(share, 0, 1) * width * 8);
        var bar = new string('█', eighths / 8) + (eighths % 8 > 0 ? Eighths[eighths % 8].ToString() : "");
        return bar.PadRight(width);
    }

    /// <summary>The same in ASCII, for files.</summary>
    public static string Plain(double share, int width) =>
        new string('#', (int)Math.Round(Math.Clamp(share, 0, 1) * width)).PadRight(width);
}
