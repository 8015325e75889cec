using System.Diagnostics;

namespace Inkling.Soak;

/// <summary>
/// The life of one folder: the program writes to it, again and again disturbed, until nothing disturbs it any more and it is completed.
/// </summary>
internal abstract class Episode : IDisposable
{
    private const int MaxDisturbances = 8;
    private readonly string _folder;
    private readonly SmallDisk? _disk;
    private readonly int _disturbances;

    /// <summary>Creates the folder of the episode, on a small disk one time out of four.</summary>
    /// <param name="soak">The soak.</param>
    /// <param name="name">The name of the folder.</param>
    /// <param name="random">What the episode draws from.</param>
    /// <param name="megabytes">The size of a disk that just holds the target.</param>
    protected Episode(Soak soak, string name, RandomStream random, int megabytes)
    {
        (Soak, Name, Random) = (soak, name, random);
        _disturbances = 1 + random.Next(MaxDisturbances);
        _folder = soak.Program["episodes", name];
        Directory.CreateDirectory(_folder);
        var isSmall = random.Next(4) == 0 && megabytes < 100;
        if (isSmall && SmallDisk.IsAvailable)
            _disk = new SmallDisk(Path.Combine(_folder, "disk"), megabytes);
        Target = Path.Combine(_folder, _disk is null ? "target" : Path.Combine("disk", "target"));
    }

    protected Soak Soak { get; }

    protected string Name { get; }

    protected RandomStream Random { get; }

    /// <summary>Gets the folder that the program writes.</summary>
    protected string Target { get; }

    /// <summary>Gets whether the target is on a small disk, where any writer may fail.</summary>
    protected bool IsOnSmallDisk => _disk is not null;

    /// <summary>Gets whether the writer of the folder is asked to stop, or was: it may keep a model of an incomplete epoch.</summary>
    protected bool WasAskedToStop { get; private set; }

    /// <summary>Disturbs the folder, then completes it and checks the result.</summary>
    /// <exception cref="FindingException">Something is wrong.</exception>
    public void Play()
    {
        Soak.Journal.Log($"{Name} begins: {this}{(IsOnSmallDisk ? " on a small disk" : "")}");
        Soak.Journal.Count("episode");
        for (var i = 0; i < _disturbances && !Soak.IsOver; i++)
        {
            Tamper();
            Disturb();
            CheckAtRest();
        }

        Complete();
        Soak.Journal.Log($"{Name} ends");
        Soak.Journal.Count("episode completed");
    }

    /// <summary>Copies the folder, for a look at it later.</summary>
    public void Keep(string folder)
    {
        foreach (var file in Directory.EnumerateFiles(_folder, "*", new EnumerationOptions
        {
            RecurseSubdirectories = true,
            AttributesToSkip = FileAttributes.None,
        }))
        {
            var copy = Path.Combine(folder, Path.GetRelativePath(_folder, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }

    public void Dispose()
    {
        _disk?.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>Changes the folder while nobody uses it.</summary>
    protected virtual void Tamper()
    {
    }

    /// <summary>Draws the next writer.</summary>
    protected abstract Writer NextWriter();

    /// <summary>Draws a process that runs beside the writer; null for none.</summary>
    /// <returns>Starts the process, waits for its end and checks it.</returns>
    protected abstract Action? NextCompanion(out bool isWriter);

    /// <summary>Checks what can be seen at any time, while the writer runs.</summary>
    protected virtual void Watch()
    {
    }

    /// <summary>Checks the folder after the processes have ended.</summary>
    protected abstract void CheckAtRest();

    /// <summary>Completes what the folder holds, without faults, and compares it with the undisturbed result.</summary>
    protected abstract void Complete();

    /// <summary>Starts a process.</summary>
    protected SoakProcess Start(Fault fault, params IReadOnlyList<string> arguments) => new(Soak, Name, fault, arguments);

    /// <summary>Gets the path of a file beside the target, but not on its disk.</summary>
    protected string Beside(string file) => Path.Combine(_folder, file);

    /// <summary>Counts and throws what is wrong with the folder.</summary>
    protected static FindingException Finding(string what) => new(what);

    private void Disturb()
    {
        var (writer, drawn, ending, moment) = (NextWriter(), Soak.Faults.Next(Random), Random.Next(6), new Moment(Random));
        var fault = writer.Fault ?? drawn;
        var companions = Enumerable.Range(0, Random.Next(4))
            .Select(_ => (Run: NextCompanion(out var isWriter), IsWriter: isWriter, Delay: Random.Next(1000)))
            .Where(companion => companion.Run is not null)
            .ToArray();
        var isDiskDisturbed = Random.Next(3) > 0 && _disk is not null;
        var other = RandomStream.ForItem(Random.NextUInt64(), 0);
        WasAskedToStop |= ending is 2 or 3 or 4;

        using var done = new CancellationTokenSource();
        var disk = isDiskDisturbed ? Task.Run(() => DisturbDisk(_disk!, other, done.Token)) : Task.CompletedTask;
        var process = Start(fault, writer.Arguments);
        var beside = companions.Select(companion => Task.Factory.StartNew(
            () =>
            {
                Thread.Sleep(companion.Delay);
                companion.Run!();
            },
            TaskCreationOptions.LongRunning)).ToArray();
        var watching = Task.Factory.StartNew(() => WatchUntil(done.Token), TaskCreationOptions.LongRunning);
        if (ending > 0)
            moment.Wait(process.Process, Target);
        foreach (var signal in Signals(ending))
        {
            process.Send(signal);
            process.Process.WaitForExit(Random.Next(300));
        }

        List<int> codes = [.. writer.ExitCodes];
        if (IsOnSmallDisk)
            codes.Add(1);
        if (companions.Any(companion => companion.IsWriter))
            codes.AddRange(1, 2);
        try
        {
            var outcome = process.Finish([.. codes]);
            Task.WaitAll(beside);
            if (outcome.ExitCode == 0 && !companions.Any(companion => companion.IsWriter))
                writer.CheckResult?.Invoke();
        }
        catch (AggregateException error)
        {
            throw new FindingException(
                $"{(error.InnerException is FindingException ? error.InnerException.Message : $"{error.InnerException}")}\n"
                + $"  beside {process.Title}");
        }
        finally
        {
            done.Cancel();
            Task.WaitAny(Task.WhenAll([.. beside, watching, disk]));
            _disk?.Heal();
        }

        watching.GetAwaiter().GetResult();
    }

    private static int[] Signals(int ending) => ending switch
    {
        1 or 5 => [Posix.Kill],
        2 => [Posix.Terminate],
        3 => [Posix.Interrupt],
        4 => [Posix.Interrupt, Posix.Interrupt],
        _ => [],
    };

    private void WatchUntil(CancellationToken done)
    {
        while (!done.IsCancellationRequested)
        {
            Watch();
            Soak.Faults.MoveClockSometimes();
            Thread.Sleep(5);
        }
    }

    private void DisturbDisk(SmallDisk disk, RandomStream random, CancellationToken done)
    {
        Soak.Journal.Count("fault small disk");
        do
        {
            switch (random.Next(4))
            {
                case 0:
                    disk.Free();
                    break;
                case 1:
                    Soak.Journal.Count(disk.SetReadOnly(random.Next(2) == 0) ? "disk remounted" : "disk not remounted, it is in use");
                    break;
                default:
                    disk.Fill(random.Next(64) * 4096L);
                    Soak.Journal.Count("disk filled");
                    break;
            }
        }
        while (!done.WaitHandle.WaitOne(random.Next(600)));
    }

    /// <summary>A process that writes the folder.</summary>
    /// <param name="Arguments">Its arguments.</param>
    /// <param name="ExitCodes">The exit codes that are right where nothing disturbs it.</param>
    /// <param name="CheckResult">Checks the folder after an exit code of 0.</param>
    /// <param name="Fault">The fault that it is started under; null to draw one.</param>
    protected sealed record Writer(IReadOnlyList<string> Arguments, int[] ExitCodes, Action? CheckResult, Fault? Fault = null);
}
