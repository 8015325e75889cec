using System.CommandLine;
using System.Runtime.InteropServices;
using Inkling.Cli.Output;
using Inkling.Cli.Runs;
using Inkling.Data;

namespace Inkling.Cli.Commands;

/// <summary>inkling info: the machine and the MNIST files.</summary>
internal static class InfoCommand
{
    public static Command Create()
    {
        var command = new Command("info", "Show the machine, its peak performance and the location of MNIST.");
        command.SetAction(_ => Run());
        return command;
    }

    private static int Run()
    {
        var screen = Screen.Open(json: false);
        var threads = Compute.Threads;
        screen.Table(["property", "value"],
        [
            ["inkling", RunConfig.Version],
            [".NET", Environment.Version.ToString()],
            ["system", $"{RuntimeInformation.OSDescription}, {RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant()}"],
            ["processor", Processor() ?? "unknown"],
            ["threads", $"{threads}"],
            ["vectors", $"{Compute.VectorBits} bits, {Compute.VectorBits / 32} floats"],
            ["arithmetic", Format.Arithmetic(Compute.Arithmetic)],
            ["multiply-add peak, 1 thread", $"{Compute.MeasurePeak(1):N0} GFLOP/s"],
            [$"multiply-add peak, {Format.Counted(threads, "thread")}", $"{Compute.MeasurePeak(threads):N0} GFLOP/s"],
        ]);
        screen.Line();
        try
        {
            var data = Mnist.Load(new MnistOptions { Download = false });
            screen.Line($"MNIST is in {data.Origin.Location}: {data.Origin.Verification}.");
        }
        catch (DataUnavailableException)
        {
            screen.Line("MNIST is not downloaded yet; `inkling train` downloads it.", "yellow");
        }
        catch (Exception error) when (ErrorHandling.IsExpected(error))
        {
            screen.Line(ErrorHandling.Describe(error), "yellow");
        }

        return ExitCode.Success;
    }

    /// <summary>Gets the name of the processor, from a file or a variable of the system.</summary>
    public static string? Processor()
    {
        const string LinuxFile = "/proc/cpuinfo";
        if (!File.Exists(LinuxFile))
            return Environment.GetEnvironmentVariable("PROCESSOR_IDENTIFIER");
        return File.ReadLines(LinuxFile)
            .Where(line => line.StartsWith("model name", StringComparison.Ordinal))
            .Select(line => line[(line.IndexOf(':') + 1)..].Trim())
            .FirstOrDefault();
    }
}
