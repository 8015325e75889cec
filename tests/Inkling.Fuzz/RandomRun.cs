using System.Diagnostics;

namespace Inkling.Fuzz;

/// <summary>Feeds a target its seeds with random damage, which needs no instrumentation.</summary>
internal static class RandomRun
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);

    /// <summary>Runs a number of inputs, the same ones each time.</summary>
    /// <param name="name">The name of the target.</param>
    /// <param name="count">The number of inputs.</param>
    /// <param name="before">Receives the number of each input before it is read; types are initialised then.</param>
    /// <returns>How many were accepted and refused.</returns>
    /// <exception cref="FindingException">An input is a finding; the message has its number and content.</exception>
    public static (int Accepted, int Refused) Of(string name, int count, Action<int>? before = null)
    {
        using var target = FuzzTarget.Create(name);
        byte[][] seeds = [.. target.Seeds];
        target.Run(seeds[0]);
        var accepted = 0;
        for (var i = 0; i < count; i++)
        {
            var content = target.Damage(seeds[i % seeds.Length], RandomStream.ForItem(20, (ulong)i));
            before?.Invoke(i);
            var started = Stopwatch.GetTimestamp();
            try
            {
                if (target.Run(content))
                    accepted++;
            }
            catch (Exception error)
            {
                throw new FindingException($"{name}, input {i}: {error.Message}: {Convert.ToHexString(content)}", error);
            }

            if (Stopwatch.GetElapsedTime(started) > Longest)
                throw new FindingException($"{name}, input {i}: over {Longest.TotalSeconds} s: {Convert.ToHexString(content)}");
        }

        return (accepted, count - accepted);
    }

    /// <summary>Finds the files of a target that are kept in the repository.</summary>
    /// <param name="kind">Corpus or Crashes.</param>
    /// <param name="name">The name of the target.</param>
    public static IEnumerable<string> Inputs(string kind, string name)
    {
        var folder = Path.Combine(AppContext.BaseDirectory, kind, name);
        return Directory.Exists(folder) ? Directory.EnumerateFiles(folder).Order(StringComparer.Ordinal) : [];
    }
}
