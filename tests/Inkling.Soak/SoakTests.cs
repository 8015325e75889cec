using System.Globalization;

namespace Inkling.Soak;

public sealed class SoakTests
{
    private const double ShortSeconds = 10;

    [Fact]
    public void Whatever_disturbs_them_all_runs_end_as_the_undisturbed_ones()
    {
        if (OperatingSystem.IsWindows())
            return;
        var seconds = Number("INKLING_SOAK", ShortSeconds);
        var seed = (ulong)Number("INKLING_SOAK_SEED", Environment.TickCount64);
        var folder = Environment.GetEnvironmentVariable("INKLING_SOAK_LOG") ?? Path.Combine(Path.GetTempPath(), $"inkling-soak-{seed}");
        ThreadPool.SetMinThreads(64, 64);
        using var soak = new Soak(
            seed, TimeSpan.FromSeconds(seconds), seconds > ShortSeconds ? TrainingCase.All : TrainingCase.Light, folder);
        soak.Run();
        var summary = $"INKLING_SOAK={seconds} INKLING_SOAK_SEED={seed}, log in {folder}\n{soak.Journal.Summary}\n"
            + $"{soak.Journal.Findings.Count,8}  findings"
            + string.Concat(soak.Faults.Missing.Select(missing => $"\nskipped on this machine: {missing}"));
        soak.Journal.Log(summary);
        TestContext.Current.TestOutputHelper?.WriteLine(summary);
        soak.Journal.Findings.ShouldBeEmpty(summary);
    }

    private static double Number(string variable, double otherwise) =>
        Environment.GetEnvironmentVariable(variable) is { } text ? double.Parse(text, CultureInfo.InvariantCulture) : otherwise;
}
