using System.CommandLine;
using Inkling.Figures;

namespace Inkling.Cli.Commands;

/// <summary>--out FILE: the file of a figure.</summary>
internal static class FigureOption
{
    public static Option<string> Of(string description) =>
        Options.File("--out", $"{description}: FILE.svg or FILE.png", "FILE", ".svg", ".png");

    /// <summary>Checks that the file can be written, before the work that it shows.</summary>
    /// <exception cref="CliException">The folder does not exist, or the name is one of a folder.</exception>
    public static void Check(string? file)
    {
        if (file is not null)
            OutputFile.Check(file);
    }

    /// <summary>Writes a figure, whole or not at all.</summary>
    /// <exception cref="CliException">It cannot be written; the message names the file.</exception>
    public static void Save(Figure figure, string file) => ErrorHandling.Naming(file, () => figure.Save(file));
}
