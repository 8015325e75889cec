namespace Inkling.Data;

/// <summary>Where to look for MNIST and whom to tell about it.</summary>
public sealed class MnistOptions
{
    /// <summary>
    /// The folder with the four files; where it is given, nothing else is looked at. Null to search as <see cref="Mnist"/> says.
    /// </summary>
    public string? Folder { get; init; }

    /// <summary>Whether files that are not on this machine may be downloaded; true unless set otherwise.</summary>
    public bool Download { get; init; } = true;

    /// <summary>Hears of every part that arrives, on the thread that receives it.</summary>
    public IProgress<DownloadProgress>? Progress { get; init; }

    /// <summary>
    /// Hears, in plain sentences, of a mirror that failed, a damaged file that is fetched again, and waiting for another process.
    /// </summary>
    public IProgress<string>? Messages { get; init; }

    /// <summary>What the files have to be.</summary>
    internal MnistFiles Files { get; init; } = MnistFiles.Official;

    /// <summary>Folders that have the compressed files, tried in this order.</summary>
    internal IReadOnlyList<Uri> Mirrors { get; init; } =
        [new("https://ossci-datasets.s3.amazonaws.com/mnist/"), new("https://storage.googleapis.com/cvdf-datasets/mnist/")];

    /// <summary>What answers requests, or null for the network.</summary>
    internal HttpMessageHandler? Handler { get; init; }

    /// <summary>Reads an environment variable.</summary>
    internal Func<string, string?> Environment { get; init; } = System.Environment.GetEnvironmentVariable;

    /// <summary>How long a mirror may stay silent.</summary>
    internal TimeSpan SilenceLimit { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>How long to wait while another process downloads.</summary>
    internal TimeSpan LockLimit { get; init; } = TimeSpan.FromMinutes(10);
}
