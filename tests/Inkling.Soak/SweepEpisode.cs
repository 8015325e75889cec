namespace Inkling.Soak;

/// <summary>The folder of a sweep: killed, stopped, and begun by two at once.</summary>
internal sealed class SweepEpisode(Soak soak, string name, RandomStream random) : Episode(soak, name, random, megabytes: 1)
{
    private static readonly string[] Settings =
        ["sweep", "--data", "handwriting", "--limit", "300", "--model", "linear", "--lr", "0.01,0.1", "--seed", "1,2", "--epochs", "2,4"];

    private static readonly Lock ExpectedLock = new();
    private static Dictionary<string, Table>? _expected;

    public override string ToString() => "a sweep";

    private string TablePath => Path.Combine(Target, "sweep.csv");

    protected override Writer NextWriter() =>
        new([.. Settings, "--out", Target, "--threads", $"{1 + Random.Next(3)}"], File.Exists(TablePath) ? [2] : [0], CheckAtRest);

    protected override Action? NextCompanion(out bool isWriter)
    {
        isWriter = Random.Next(2) == 0;
        if (!isWriter)
            return null;
        return () =>
        {
            var outcome = Start(Fault.None, [.. Settings, "--out", Target]).Finish(0, 1, 2);
            Soak.Journal.Count(outcome.ExitCode == 0 ? "second sweep after the first" : "second sweep refused");
        };
    }

    protected override void CheckAtRest()
    {
        if (!File.Exists(TablePath))
            return;

        // A sweep that was stopped keeps the runs that are complete.
        foreach (var (file, expected) in Expected())
        {
            if (Table.Read(Path.Combine(Target, file)).Rows.Except(expected.Rows).FirstOrDefault() is { } row)
                throw Finding($"{Path.Combine(Target, file)} has a row that the undisturbed sweep has not: {row}");
        }
    }

    protected override void Complete()
    {
        if (!File.Exists(TablePath))
        {
            Start(Fault.None, [.. Settings, "--out", Target]).Finish(0);
            foreach (var (file, expected) in Expected())
            {
                if (!Table.Read(Path.Combine(Target, file)).Rows.AsSpan().SequenceEqual(expected.Rows))
                    throw Finding($"{Path.Combine(Target, file)} is not that of the undisturbed sweep");
            }
        }

        CheckAtRest();
        Soak.Journal.Count("sweep equal to the undisturbed one");
    }

    private Dictionary<string, Table> Expected()
    {
        lock (ExpectedLock)
        {
            if (_expected is not null)
                return _expected;
            var folder = Soak.Program["undisturbed", "sweep"];
            Start(Fault.None, [.. Settings, "--out", folder]).Finish(0);
            return _expected = Directory.GetFiles(folder, "*.csv").ToDictionary(file => Path.GetFileName(file), Table.Read);
        }
    }
}
