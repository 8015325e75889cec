namespace Inkling.Data;

/// <summary>The options of <see cref="Mnist"/>.</summary>
public sealed class MnistOptions
{
    /// <summary>
    /// Gets the folder with the four files, the only one that is searched. Null, the default: the search order of <see cref="Mnist"/>.
    /// </summary>
    public string? Folder { get; init; }

    /// <summary>Gets whether missing files may be downloaded; true by default.</summary>
    public bool Download { get; init; } = true;

    /// <summary>Gets the receiver of download progress, called on the thread that downloads.</summary>
    public IProgress<DownloadProgress>? Progress { get; init; }

    /// <summary>
    /// Gets the receiver of messages, one sentence each: a mirror that failed, a damaged file that is downloaded again, a wait for another
    /// process.
    /// </summary>
    public IProgress<string>? Messages { get; init; }

    /// <summary>Gets the expected files.</summary>
    internal MnistFiles Files { get; init; } = MnistFiles.Official;

    /// <summary>Gets the addresses of folders with the compressed files, tried in this order.</summary>
    internal IReadOnlyList<Uri> Mirrors { get; init; } =
        [new("https://ossci-datasets.s3.amazonaws.com/mnist/"), new("https://storage.googleapis.com/cvdf-datasets/mnist/")];

    /// <summary>Gets the handler of requests, or null for the network.</summary>
    internal HttpMessageHandler? Handler { get; init; }

    /// <summary>Gets the function that reads an environment variable.</summary>
    internal Func<string, string?> Environment { get; init; } = System.Environment.GetEnvironmentVariable;

    /// <summary>Gets the longest time that a mirror may send nothing.</summary>
    internal TimeSpan IdleTimeout { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>Gets the longest time to wait for another process that downloads.</summary>
    internal TimeSpan LockTimeout { get; init; } = TimeSpan.FromMinutes(10);
}
