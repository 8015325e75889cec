using System.Diagnostics;
using SharpFuzz;
using Xunit.MicrosoftTestingPlatform;
using Trace = SharpFuzz.Common.Trace;

namespace Inkling.Fuzz;

/// <summary>Runs a target under afl-fuzz or on files; without the name of such a command, the tests.</summary>
internal static class Program
{
    /// <summary>The size of the map that instrumented code writes to.</summary>
    private const int MapBytes = 1 << 16;

    public static async Task<int> Main(string[] args)
    {
        switch (args)
        {
            case ["afl", var name]:
                Afl(name);
                return 0;
            case ["seeds", var name, var folder]:
                WriteSeeds(name, folder);
                return 0;
            case ["random", var name, var count]:
                Random(name, int.Parse(count));
                return 0;
            case ["replay", var name, .. var files]:
                return Replay(name, files);
            default:
                return await TestPlatformTestFramework.RunAsync(args, SelfRegisteredExtensions.AddSelfRegisteredExtensions);
        }
    }

    private static void Afl(string name)
    {
        // Created in the first run: before it, instrumented code has no map to write to.
        FuzzTarget? target = null;
        Fuzzer.OutOfProcess.Run(stream =>
        {
            target ??= FuzzTarget.Create(name);
            using var content = new MemoryStream();
            stream.CopyTo(content);
            target.Run(content.ToArray());
        });
    }

    private static void WriteSeeds(string name, string folder)
    {
        using var target = FuzzTarget.Create(name);
        Directory.CreateDirectory(folder);
        foreach (var (i, seed) in target.Seeds.Index())
            File.WriteAllBytes(Path.Combine(folder, $"seed-{i}"), seed);
    }

    /// <summary>Runs random inputs, and counts the edges that they reach where the readers are instrumented.</summary>
    private static unsafe void Random(string name, int count)
    {
        var map = new byte[MapBytes];
        fixed (byte* start = map)
        {
            Trace.SharedMem = start;
            var (accepted, refused) = RandomRun.Of(name, count, input =>
            {
                // An edge begins in the same input, and the first one initialises nothing any more.
                Trace.PrevLocation = 0;
                if (input == 0)
                    map.AsSpan().Clear();
            });
            var edges = map.Count(hits => hits != 0);
            var reached = edges > 0 ? $", {edges} edges" : "";
            Console.WriteLine($"{name}: {count} random inputs, {accepted} accepted, {refused} refused{reached}");
        }
    }

    private static int Replay(string name, string[] files)
    {
        using var target = FuzzTarget.Create(name);
        var findings = 0;
        foreach (var file in files)
        {
            var started = Stopwatch.GetTimestamp();
            string outcome;
            try
            {
                outcome = target.Run(File.ReadAllBytes(file)) ? "accepted" : "refused";
            }
            catch (Exception error)
            {
                outcome = error.ToString();
                findings++;
            }

            Console.WriteLine($"{file}: {Stopwatch.GetElapsedTime(started).TotalMilliseconds:0} ms, {outcome}");
        }

        return findings == 0 ? 0 : 1;
    }
}
