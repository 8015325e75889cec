using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using Inkling.Formats;

namespace Inkling.Data;

/// <summary>Reads a folder with MNIST's files, compressed or extracted.</summary>
internal static class MnistFolder
{
    /// <summary>Gets the path of a file in the folder, or null where it is not there.</summary>
    public static string? Find(string folder, MnistFile file) =>
        file.Names.Select(name => Path.Combine(folder, name)).FirstOrDefault(File.Exists);

    /// <summary>Gets the files that are not in the folder.</summary>
    public static MnistFile[] Missing(string folder, IEnumerable<MnistFile> files) => [.. files.Where(file => Find(folder, file) is null)];

    /// <summary>Reads subsets. All files are read, unpacked and hashed in parallel.</summary>
    /// <param name="folder">A folder that has all of the files.</param>
    /// <param name="subsets">The subsets.</param>
    public static MnistContent Read(string folder, IReadOnlyList<MnistSubset> subsets)
    {
        // The longest work first: on two cores the hashes are then computed while the training images are read.
        var sets = subsets.Select(subset => Task.Run(() => ReadSubset(folder, subset))).ToArray();
        var files = subsets.SelectMany(subset => subset.Files).ToArray();
        var problems = files.Select(file => Task.Run(() => Problem(folder, file))).ToArray();
        Task.WhenAll([.. sets, .. problems]).ContinueWith(_ => { }, TaskScheduler.Default).Wait();
        return new MnistContent(
            [.. sets.Select(set => set.IsCompletedSuccessfully ? set.Result : null)],
            sets.FirstOrDefault(set => set.IsFaulted)?.Exception!.InnerException,
            [.. files.Zip(problems)
                .Where(pair => pair.Second.Result is not null).Select(pair => new MnistProblem(pair.First, pair.Second.Result!))]);
    }

    /// <summary>Verifies byte count and MD5 of a file; null if it is MNIST's own.</summary>
    /// <returns>One line that begins with the file's path.</returns>
    public static string? Problem(string folder, MnistFile file)
    {
        if (Find(folder, file) is not { } path)
            return $"{Path.Combine(folder, file.CompressedName)}: is not there";
        var (bytes, md5) = path.EndsWith(".gz", StringComparison.Ordinal)
            ? (file.CompressedBytes, file.CompressedMd5)
            : (file.ExtractedBytes, file.ExtractedMd5);
        try
        {
            using var stream = RegularFile.OpenRead(path, FileOptions.SequentialScan);
            if (stream.Length != bytes)
                return $"{path}: {stream.Length} bytes, MNIST's has {bytes}";
            var found = Md5(stream);
            return found == md5 ? null : $"{path}: its MD5 is {found}, MNIST's is {md5}";
        }
        catch (InvalidDataException exception)
        {
            return exception.Message;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return $"{path}: cannot be read ({exception.Message})";
        }
    }

    /// <summary>Computes the MD5 of a stream in lower-case hexadecimal digits.</summary>
    [SuppressMessage(
        "Security", "CA5351", Justification = "MD5 is what MNIST's mirrors publish; the content is checked again when it is read.")]
    public static string Md5(Stream stream) => Convert.ToHexStringLower(MD5.HashData(stream));

    private static ImageDataset ReadSubset(string folder, MnistSubset subset) =>
        IdxImages.Read(Find(folder, subset.Images)!, Find(folder, subset.Labels)!, "MNIST " + subset.Name);
}
