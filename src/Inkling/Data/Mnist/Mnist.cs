using Inkling.Formats;

namespace Inkling.Data;

/// <summary>
/// Opens MNIST: 70,000 handwritten digits of 28 x 28 pixels, a training set of 60,000 and a test set of 10,000 (LeCun, Bottou, Bengio and
/// Haffner, "Gradient-based learning applied to document recognition", Proceedings of the IEEE 86(11), 1998).
/// </summary>
/// <remarks>
/// The four files are looked for in this order: the folder that <see cref="MnistOptions.Folder"/> names, and nothing else if it is given;
/// the folder that the environment variable INKLING_DATA names, if all are there; the user's cache folder; two mirrors, over https, from
/// where they go to the cache. They may be compressed (.gz) or extracted. Byte count and MD5 of each are compared with MNIST's own, and the
/// content is read strictly. The cache folder is <c>inkling/mnist</c> under XDG_CACHE_HOME or ~/.cache (~/Library/Caches on macOS,
/// LocalApplicationData on Windows), or <c>mnist</c> under the folder that INKLING_CACHE names.
/// </remarks>
public static class Mnist
{
    internal const string DataVariable = "INKLING_DATA";

    /// <summary>Reads the training set: 60,000 images, [60000, 28, 28] bytes, with the labels 0 to 9.</summary>
    /// <param name="options">The options; null for the defaults.</param>
    /// <param name="cancellation">Cancels a download; no partly written file is left behind.</param>
    /// <exception cref="DataUnavailableException">The files are not on this machine and cannot be downloaded, or the cache cannot be
    /// written.</exception>
    /// <exception cref="DirectoryNotFoundException"><see cref="MnistOptions.Folder"/> does not exist.</exception>
    /// <exception cref="FileNotFoundException"><see cref="MnistOptions.Folder"/> lacks a file.</exception>
    /// <exception cref="InvalidDataException">A file in the named folder is not MNIST's.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> was requested.</exception>
    public static ImageDataset Train(MnistOptions? options = null, CancellationToken cancellation = default)
    {
        options ??= new MnistOptions();
        return Read(options, [options.Files.Train], cancellation).Sets[0];
    }

    /// <summary>Reads the test set: 10,000 images, [10000, 28, 28] bytes, with the labels 0 to 9.</summary>
    /// <inheritdoc cref="Train"/>
    public static ImageDataset Test(MnistOptions? options = null, CancellationToken cancellation = default)
    {
        options ??= new MnistOptions();
        return Read(options, [options.Files.Test], cancellation).Sets[0];
    }

    /// <summary>Reads the training set and the test set at once, which is faster than one after the other.</summary>
    /// <inheritdoc cref="Train"/>
    public static DigitData Load(MnistOptions? options = null, CancellationToken cancellation = default)
    {
        options ??= new MnistOptions();
        var (sets, folder) = Read(options, [options.Files.Train, options.Files.Test], cancellation);
        return new DigitData("MNIST", sets[0], sets[1], new DataOrigin(folder, OfficialVerification));
    }

    /// <summary>The verification of MNIST's own files.</summary>
    internal const string OfficialVerification = "byte count and MD5 of all four files agree with MNIST's, content checked when read";

    private static (ImageDataset[] Sets, string Folder) Read(MnistOptions options, MnistSubset[] subsets, CancellationToken cancellation)
    {
        if (options.Folder is { } chosen)
            return (ReadFolder(chosen, subsets), chosen);

        var tried = new List<string>();
        var files = subsets.SelectMany(subset => subset.Files).ToArray();
        if (options.Environment(DataVariable) is { Length: > 0 } named)
        {
            if (MnistFolder.Missing(named, files) is not [var missing, ..])
                return (ReadFolder(named, subsets), named);
            tried.Add($"{DataVariable} names {named}, which has no {missing.CompressedName}");
            options.Messages?.Report(tried[^1]);
        }

        return ReadCache(options, subsets, files, tried, cancellation);
    }

    private static ImageDataset[] ReadFolder(string folder, MnistSubset[] subsets)
    {
        if (!Directory.Exists(folder))
            throw new DirectoryNotFoundException($"{folder}: there is no such folder, expected one with MNIST's four files");
        if (MnistFolder.Missing(folder, subsets.SelectMany(subset => subset.Files)) is [var missing, ..])
        {
            var path = Path.Combine(folder, missing.CompressedName);
            throw new FileNotFoundException($"{path}: is not there, nor is {missing.Name}, its extracted form", path);
        }

        return MnistFolder.Read(folder, subsets).OfficialSets();
    }

    private static (ImageDataset[] Sets, string Folder) ReadCache(
        MnistOptions options, MnistSubset[] subsets, MnistFile[] files, List<string> tried, CancellationToken cancellation)
    {
        if (CacheFolder.For("mnist", options.Environment) is not { } folder)
        {
            throw Unavailable(
                [.. tried, $"there is no cache folder ({CacheFolder.Variable} can name one)"],
                "there is no cache folder to download it to");
        }

        if (MnistFolder.Missing(folder, files) is [var missing, ..])
        {
            tried.Add($"the cache {folder} has no {missing.CompressedName}");
        }
        else
        {
            var content = MnistFolder.Read(folder, subsets);
            if (content.Problems.Count == 0)
                return (content.ValidSets(), folder);
            foreach (var problem in content.Problems)
            {
                tried.Add("damaged in the cache, " + problem.Text);
                options.Messages?.Report($"a file in the cache is damaged and is fetched again, {problem.Text}");
            }
        }

        DownloadAsync(options, folder, files, tried, cancellation).GetAwaiter().GetResult();
        return (MnistFolder.Read(folder, subsets).OfficialSets(), folder);
    }

    /// <summary>Downloads the files that the cache lacks, under a lock; a process that had to wait finds them there.</summary>
    private static async Task DownloadAsync(
        MnistOptions options, string folder, MnistFile[] files, List<string> tried, CancellationToken cancellation)
    {
        if (!options.Download)
            throw Unavailable([.. tried, "downloading is switched off"], "downloading is switched off");
        try
        {
            using var held = await FolderLock.AcquireAsync(
                folder,
                () => options.Messages?.Report("another process is downloading MNIST, waiting for it"),
                options.LockTimeout,
                cancellation).ConfigureAwait(false);
            using var download = new MirrorDownload(options);
            foreach (var file in files)
            {
                if (MnistFolder.Problem(folder, file) is null)
                    continue;
                var bytes = await download.FetchAsync(file, cancellation).ConfigureAwait(false)
                    ?? throw Unavailable(tried, failedDownloads: download.Failures);
                AtomicFile.Write(Path.Combine(folder, file.CompressedName), stream => stream.Write(bytes));
            }
        }
        catch (Exception exception) when (exception is (IOException and not DataUnavailableException) or UnauthorizedAccessException)
        {
            var reason = exception.Message.ReplaceLineEndings(" ").TrimEnd('.');
            throw Unavailable(
                [.. tried, $"the cache folder {folder} cannot be written, {reason} ({CacheFolder.Variable} can name another)"],
                $"the cache folder {folder} cannot be written",
                cause: exception);
        }
        catch (TimeoutException exception)
        {
            throw Unavailable([.. tried, exception.Message], "another process holds the lock of its cache folder", cause: exception);
        }
    }

    private static DataUnavailableException Unavailable(
        IEnumerable<string> tried, string reason = "it could not be downloaded", IReadOnlyList<string>? failedDownloads = null,
        Exception? cause = null)
    {
        var message = $"MNIST is not here: {string.Join("; ", tried.Concat(failedDownloads ?? []))}. "
            + $"To get it, put its four .gz files (docs/data.md) into a folder named by --data or {DataVariable}.";
        return new DataUnavailableException(message, cause!) { FailedDownloads = failedDownloads ?? [], Reason = reason };
    }
}
