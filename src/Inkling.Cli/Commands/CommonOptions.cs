using System.CommandLine;

namespace Inkling.Cli.Commands;

/// <summary>The options that several commands share.</summary>
internal static class CommonOptions
{
    public const int MaxThreads = 256;

    public static readonly Option<int?> Threads = Options.Whole(
        "--threads", "The number of threads; the result is the same [default: one per processor]", 1, MaxThreads);

    public static readonly Option<bool> Json = Options.Switch("--json", "Print the result as JSON");

    public static readonly Option<int?> TestLimit = Limit("Use the first N test images only");

    public static Option<int?> Limit(string description) => Options.Whole("--limit", description);

    public static Option<string> Data(string description) => Options.Text("--data", description, "mnist|handwriting|PATH");
}
