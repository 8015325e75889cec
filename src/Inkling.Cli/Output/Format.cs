namespace Inkling.Cli.Output;

/// <summary>The number formats of the console.</summary>
internal static class Format
{
    public static string Percent(double share) => $"{share * 100:0.00} %";

    public static string Count(long number) => $"{number:N0}";

    /// <summary>"1 image", "2 images".</summary>
    public static string Counted(long number, string noun) => $"{number:N0} {noun}{(number == 1 ? "" : "s")}";
}
