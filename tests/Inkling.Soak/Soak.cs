namespace Inkling.Soak;

/// <summary>
/// Episodes in random order, on several lanes at once, until the time is over. What an episode draws depends only on the seed, its lane
/// and its number; what the processes then do also depends on the machine.
/// </summary>
internal sealed class Soak : IDisposable
{
    private const int Lanes = 3;
    private const int KeptFolders = 20;
    private readonly ulong _seed;
    private readonly TimeSpan _duration;
    private readonly TrainingCase[] _cases;
    private readonly string _logFolder;
    private int _findings;

    /// <summary>Prepares a soak.</summary>
    /// <param name="seed">The seed of everything that is drawn.</param>
    /// <param name="duration">The time after which no further disturbance begins; the episodes are then brought to their ends.</param>
    /// <param name="cases">The trainings.</param>
    /// <param name="logFolder">The folder of the log, and of the folders in which something was found.</param>
    public Soak(ulong seed, TimeSpan duration, TrainingCase[] cases, string logFolder)
    {
        (_seed, _duration, _cases, _logFolder) = (seed, duration, cases, logFolder);
        Directory.CreateDirectory(logFolder);
        Journal = new Journal(Path.Combine(logFolder, "soak.log"));
        Faults = new Faults(Program.Folder);
        Undisturbed = new UndisturbedRuns(Program);
    }

    public TestProgram Program { get; } = new();

    public Journal Journal { get; }

    public Faults Faults { get; }

    public UndisturbedRuns Undisturbed { get; }

    /// <summary>Gets whether the time is over.</summary>
    public bool IsOver => Journal.Elapsed >= _duration;

    /// <summary>Gets the picture that is predicted.</summary>
    public string Picture { get; private set; } = "";

    /// <summary>Plays episodes until the time is over.</summary>
    public void Run()
    {
        Program.Run("data", "--data", "handwriting", "--limit", "10", "--export", "digits").ExitCode.ShouldBe(0);
        Picture = Directory.GetFiles(Program["digits"], "*.png", SearchOption.AllDirectories).Order(StringComparer.Ordinal).First();
        var lanes = Enumerable.Range(0, Lanes)
            .Select(lane => Task.Factory.StartNew(() => Play((ulong)lane), TaskCreationOptions.LongRunning))
            .ToArray();
        Task.WaitAll(lanes);
    }

    public void Dispose()
    {
        Journal.Dispose();
        Program.Dispose();
    }

    private void Play(ulong lane)
    {
        for (var number = 0UL; !IsOver; number++)
        {
            var random = RandomStream.ForItem(_seed, (lane << 32) + number);
            var name = $"{lane}-{number:0000}";
            using Episode episode = random.Next(8) == 0
                ? new SweepEpisode(this, name, random)
                : new RunEpisode(this, name, random, _cases[random.Next(_cases.Length)]);
            try
            {
                episode.Play();
            }
            catch (Exception error)
            {
                // A failure of the soak itself is a finding too: it must not end the other episodes.
                Journal.Find($"{name}: {(error is FindingException ? error.Message : $"{error}")}");
                if (Interlocked.Increment(ref _findings) <= KeptFolders)
                    episode.Keep(Path.Combine(_logFolder, $"finding-{name}"));
            }
        }
    }
}
