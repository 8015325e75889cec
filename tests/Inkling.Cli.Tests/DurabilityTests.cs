using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Inkling.Cli.Tests;

/// <summary>What survives a power failure: whatever is flushed to the disk, as the system calls show.</summary>
public sealed partial class DurabilityTests : IDisposable
{
    private const string Strace = "/usr/bin/strace";
    private readonly Program _program = new();

    public void Dispose() => _program.Dispose();

    [Fact]
    public void After_every_rename_and_new_folder_the_directory_is_flushed()
    {
        Assert.SkipUnless(File.Exists(Strace), $"{Strace} is not installed");
        var log = _program["strace.log"];
        using var process = Process.Start(new ProcessStartInfo(Strace)
        {
            ArgumentList =
            {
                "-f", "-y", "--seccomp-bpf", "-e", "trace=rename,renameat,renameat2,mkdir,mkdirat,fsync", "-o", log,
                "dotnet", Program.Library, "train", "--data", "handwriting", "--limit", "20", "--epochs", "2", "--out", "deep/run",
            },
            WorkingDirectory = _program.Folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var outcome = Program.Finish(process);
        Assert.SkipWhen(outcome.Error.Contains("Operation not permitted", StringComparison.Ordinal), "processes may not be traced here");
        outcome.ExitCode.ShouldBe(0, outcome.Error);

        var calls = File.ReadLines(log).Select(line => Call().Match(line)).Where(call => call.Success)
            .Select(call => (Name: call.Groups["name"].Value, Path: call.Groups["path"].Value))
            .Where(call => call.Path.StartsWith(_program.Folder, StringComparison.Ordinal)).ToList();
        var changes = calls.Index().Where(call => call.Item.Name != "fsync").ToList();
        string[] expected = ["deep", "deep/run", "deep/run/config.json", "deep/run/model.safetensors", "deep/run/checkpoints",
            "deep/run/checkpoints/step-000000001.safetensors"];
        expected.ShouldBeSubsetOf(changes.Select(call => Path.GetRelativePath(_program.Folder, call.Item.Path)));
        foreach (var (i, (_, path)) in changes)
            calls[i + 1].ShouldBe(("fsync", Path.GetDirectoryName(path)), path);
    }

    /// <summary>The new name of a rename, the folder of a mkdir, the file of an fsync.</summary>
    [GeneratedRegex("""^\d+ +(?<name>rename|mkdir|fsync)\w*\((?:[^"<]*"[^"]*", )?[^"<]*["<](?<path>[^">]*)[">]""")]
    private static partial Regex Call();
}
