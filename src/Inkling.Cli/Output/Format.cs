namespace Inkling.Cli.Output;

/// <summary>The formats of numbers and names on the console.</summary>
internal static class Format
{
    public static string Percent(double share) => $"{share * 100:0.00} %";

    public static string Count(long number) => $"{number:N0}";

    /// <summary>"1 image", "2 images".</summary>
    public static string Counted(long number, string noun) => $"{number:N0} {noun}{(number == 1 ? "" : "s")}";

    public static string Arithmetic(ArithmeticKind kind) => kind switch
    {
        ArithmeticKind.Fused => "fused multiply-adds",
        ArithmeticKind.Separate => "separate multiplications and additions",
        _ => "scalar arithmetic",
    };
}
