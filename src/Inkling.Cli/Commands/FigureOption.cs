using System.CommandLine;
using Inkling.Figures;

namespace Inkling.Cli.Commands;

/// <summary>--out FILE: where a command puts the picture of what it found.</summary>
internal static class FigureOption
{
    private static readonly string[] Endings = [".svg", ".png"];

    public static Option<string> Of(string description)
    {
        var option = Values.Text("--out", $"{description}: FILE.svg or FILE.png", "FILE");
        option.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string>() is { } file
                && !Endings.Contains(Path.GetExtension(file), StringComparer.OrdinalIgnoreCase))
                result.AddError($"--out {file}: expected a name that ends in .svg or .png");
        });
        return option;
    }

    /// <summary>Refuses what no picture can be written to, before the work that it would show.</summary>
    /// <exception cref="CliException">The folder does not exist, or the name is one of a folder.</exception>
    public static void Check(string? file)
    {
        if (file is not null)
            OutputFile.Check(file);
    }

    /// <summary>Writes a picture, whole or not at all.</summary>
    /// <exception cref="CliException">It cannot be written; the message names the file.</exception>
    public static void Save(Figure figure, string file) => Failures.Naming(file, () => figure.Save(file));
}
