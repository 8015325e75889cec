using System.Diagnostics;
using System.Text;
using System.Text.Json;

namespace Inkling.Cli.Tests;

/// <summary>The result of one run of the program.</summary>
internal sealed record Outcome(int ExitCode, byte[] OutputBytes, string Error)
{
    public string Output => Encoding.UTF8.GetString(OutputBytes);

    public JsonElement Json => JsonDocument.Parse(OutputBytes).RootElement;
}

/// <summary>The real program as a process of its own, in a folder of its own, without network and without MNIST.</summary>
internal sealed class Program : IDisposable
{
    public static string Library { get; } = Path.Combine(AppContext.BaseDirectory, "Inkling.Cli.dll");

    public static string Host { get; } =
        System.Environment.ProcessPath is { } host && Path.GetFileNameWithoutExtension(host) == "dotnet" ? host : "dotnet";

    /// <summary>The assembly that is started.</summary>
    public string Entry { get; init; } = Library;

    /// <summary>Environment variables besides those of the tests.</summary>
    public Dictionary<string, string> Environment { get; init; } = [];

    public string Folder { get; } = Directory.CreateTempSubdirectory("inkling-cli-test-").FullName;

    /// <summary>The path of something in the folder.</summary>
    public string this[params string[] parts] => Path.Combine([Folder, .. parts]);

    public Outcome Run(params string[] arguments) => RunWith([], arguments);

    public Outcome RunWith(byte[] input, params string[] arguments)
    {
        using var process = Start(arguments);
        process.StandardInput.BaseStream.Write(input);
        process.StandardInput.Close();
        return Finish(process);
    }

    public Process Start(params string[] arguments) => Start(Host, [Entry, .. arguments]);

    /// <summary>Runs a script of bash in which "$inkling" stands for the program: <c>$inkling info | head -1</c>.</summary>
    public Outcome Shell(string script)
    {
        using var process = Start("bash", ["-c", $"set -o pipefail; inkling='{Host} {Entry}'; {script}"]);
        process.StandardInput.Close();
        return Finish(process);
    }

    /// <summary>Starts another program, such as one that starts this one.</summary>
    public Process Start(string file, IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment = null)
    {
        var start = new ProcessStartInfo(file)
        {
            WorkingDirectory = Folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        // The program recompiles hot methods at once, which costs a process of a tenth of a second more than it gains; 0x64 ms is usual.
        start.Environment["DOTNET_TC_CallCountingDelayMs"] = "64";
        start.Environment["INKLING_CACHE"] = this["cache"];
        start.Environment["HTTPS_PROXY"] = "http://127.0.0.1:1";
        start.Environment.Remove("INKLING_DATA");
        foreach (var (name, value) in Environment.Concat(environment ?? Environment))
            start.Environment[name] = value;
        return Process.Start(start)!;
    }

    /// <summary>
    /// Requests a stop as Ctrl+C does, by SIGTERM: SIGINT is ignored by what a shell has started in the background, as these tests may be.
    /// </summary>
    public static void Interrupt(Process process) => Process.Start("kill", ["-TERM", $"{process.Id}"]).WaitForExit();

    public static Outcome Finish(Process process)
    {
        // A program that hangs fails its test and does not outlive it.
        using var limit =
            new Timer(_ => { if (!process.HasExited) process.Kill(); }, null, TimeSpan.FromMinutes(3), Timeout.InfiniteTimeSpan);
        var error = process.StandardError.ReadToEndAsync();
        using var output = new MemoryStream();
        process.StandardOutput.BaseStream.CopyTo(output);
        process.WaitForExit();
        return new Outcome(process.ExitCode, output.ToArray(), error.Result);
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
