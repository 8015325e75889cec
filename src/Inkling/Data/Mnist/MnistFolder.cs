using System.Diagnostics.CodeAnalysis;
using System.Runtime.ExceptionServices;
using System.Security.Cryptography;
using Inkling.Formats;

namespace Inkling.Data;

/// <summary>A folder with MNIST's files in it, compressed or extracted.</summary>
internal static class MnistFolder
{
    /// <summary>Where a file lies in the folder, or null where it does not.</summary>
    public static string? Find(string folder, MnistFile file) =>
        file.Names.Select(name => Path.Combine(folder, name)).FirstOrDefault(File.Exists);

    /// <summary>The files that are not in the folder.</summary>
    public static MnistFile[] Missing(string folder, IEnumerable<MnistFile> files) => [.. files.Where(file => Find(folder, file) is null)];

    /// <summary>Reads sides that are there. Reading, unpacking and hashing of all files run at the same time.</summary>
    /// <param name="folder">A folder that misses none of the files.</param>
    /// <param name="sides">What to read.</param>
    public static MnistReading Read(string folder, IReadOnlyList<MnistSide> sides)
    {
        // The longest work first: on two cores the hashes then run beside the training images.
        var sets = sides.Select(side => Task.Run(() => ReadSide(folder, side))).ToArray();
        var files = sides.SelectMany(side => side.Files).ToArray();
        var problems = files.Select(file => Task.Run(() => Problem(folder, file))).ToArray();
        Task.WhenAll([.. sets, .. problems]).ContinueWith(_ => { }, TaskScheduler.Default).Wait();
        return new MnistReading(
            [.. sets.Select(set => set.IsCompletedSuccessfully ? set.Result : null)],
            sets.FirstOrDefault(set => set.IsFaulted)?.Exception!.InnerException,
            [.. files.Zip(problems)
                .Where(pair => pair.Second.Result is not null).Select(pair => new MnistProblem(pair.First, pair.Second.Result!))]);
    }

    /// <summary>What is wrong with a file, by its byte count and MD5; null if it is MNIST's own.</summary>
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
            using var stream =
                new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, FileOptions.SequentialScan);
            if (stream.Length != bytes)
                return $"{path}: {stream.Length} bytes, MNIST's has {bytes}";
            var found = Md5(stream);
            return found == md5 ? null : $"{path}: its MD5 is {found}, MNIST's is {md5}";
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return $"{path}: cannot be read ({exception.Message})";
        }
    }

    /// <summary>The MD5 of a stream's bytes in lower-case hexadecimal digits.</summary>
    [SuppressMessage(
        "Security", "CA5351", Justification = "MD5 is what MNIST's mirrors publish; the content is checked again when it is read.")]
    public static string Md5(Stream stream) => Convert.ToHexStringLower(MD5.HashData(stream));

    private static ImageDataset ReadSide(string folder, MnistSide side) =>
        IdxImages.Read(Find(folder, side.Images)!, Find(folder, side.Labels)!, "MNIST " + side.Name);
}

/// <summary>What reading a folder gave.</summary>
/// <param name="Sets">The sides in the order asked for; null for one whose content is wrong.</param>
/// <param name="ContentError">The first error in the content, if there is one.</param>
/// <param name="Problems">The files that are not MNIST's own.</param>
internal sealed record MnistReading(ImageDataset?[] Sets, Exception? ContentError, IReadOnlyList<MnistProblem> Problems)
{
    /// <summary>The sets, where the content is right.</summary>
    /// <exception cref="InvalidDataException">The content is wrong; the message names the file.</exception>
    public ImageDataset[] Content()
    {
        if (ContentError is not null)
            ExceptionDispatchInfo.Throw(ContentError);
        return [.. Sets.Select(set => set!)];
    }

    /// <summary>The sets, where the files are MNIST's own. An error in the content is the more telling one and goes first.</summary>
    /// <exception cref="InvalidDataException">They are not; the message names the file.</exception>
    public ImageDataset[] Official()
    {
        var sets = Content();
        return Problems.Count == 0
            ? sets
            : throw new InvalidDataException($"{Problems[0].Text} (a folder of other digits is named with --data)");
    }
}

/// <summary>A file that is not MNIST's own, and why.</summary>
internal sealed record MnistProblem(MnistFile File, string Text);
