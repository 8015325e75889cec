using System.Diagnostics;
using System.Text;

namespace Inkling.Pages.Tests.Hosts;

/// <summary><c>inkling lab</c> as a process, in a folder of its own, without network.</summary>
internal sealed class ProgramHost : IHost
{
    private readonly StringBuilder _output = new();

    private ProgramHost(Process process, string folder) => (Process, Folder) = (process, folder);

    public Uri Address { get; private set; } = null!;

    public Process Process { get; private set; }

    /// <summary>Gets the folder in which the program runs.</summary>
    public string Folder { get; }

    /// <summary>Starts the program and waits until it names its address.</summary>
    /// <param name="folder">The folder in which it runs; null for a new one.</param>
    /// <param name="arguments">Further arguments.</param>
    public static Task<ProgramHost> StartAsync(string? folder = null, params string[] arguments) =>
        StartAsync([], folder ?? Directory.CreateTempSubdirectory("inkling-pages-test-").FullName, arguments);

    /// <summary>Starts the program with environment variables and waits until it names its address.</summary>
    public static async Task<ProgramHost> StartAsync(
        IEnumerable<KeyValuePair<string, string>> environment, string folder, params string[] arguments)
    {
        var host = new ProgramHost(Start(environment, folder, ["lab", "--no-browser", .. arguments]), folder);
        var address = new TaskCompletionSource<Uri>(TaskCreationOptions.RunContinuationsAsynchronously);
        host.Process.OutputDataReceived += (_, line) => host.Take(line.Data, address);
        host.Process.ErrorDataReceived += (_, line) => host.Take(line.Data, address);
        host.Process.EnableRaisingEvents = true;
        host.Process.Exited += (_, _) => address.TrySetException(new InvalidOperationException($"inkling lab ended: {host._output}"));
        host.Process.BeginOutputReadLine();
        host.Process.BeginErrorReadLine();
        host.Address = await address.Task.WaitAsync(TimeSpan.FromMinutes(2));
        return host;
    }

    /// <summary>Starts a command in the folder, such as "train".</summary>
    public Process Start(params string[] arguments) => Start([], Folder, arguments);

    public async ValueTask DisposeAsync()
    {
        if (!Process.HasExited)
            Process.Kill(entireProcessTree: true);
        await Process.WaitForExitAsync();
        Process.Dispose();
    }

    private static Process Start(IEnumerable<KeyValuePair<string, string>> environment, string folder, string[] arguments)
    {
        var start = new ProcessStartInfo(Repository.DotNet)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var argument in (string[])[Repository.BuiltFile("Inkling.Cli", "Inkling.Cli.dll"), .. arguments])
            start.ArgumentList.Add(argument);
        start.Environment["INKLING_CACHE"] = Path.Combine(folder, "cache");
        start.Environment["HTTPS_PROXY"] = "http://127.0.0.1:1";
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        return Process.Start(start)!;
    }

    private void Take(string? line, TaskCompletionSource<Uri> address)
    {
        if (line is null)
            return;
        lock (_output)
            _output.AppendLine(line);
        if (line.Split(' ').FirstOrDefault(word => word.StartsWith("http://", StringComparison.Ordinal)) is { } found)
            address.TrySetResult(new Uri(found.TrimEnd(';', ',', '.')));
    }
}
