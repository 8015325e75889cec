using System.IO.Compression;
using Inkling.Cli.Output;
using Inkling.Data;
using Inkling.Formats;

namespace Inkling.Cli.Export;

/// <summary>Writes data as a new folder. It is created under a temporary name and renamed when it is complete.</summary>
internal static class DatasetExport
{
    /// <summary>PNG files by class: train/3/00012.png, test/3/00007.png, white ink on black.</summary>
    public static void WritePng(DigitData data, string folder, ProgressReport report, CancellationToken cancellation) =>
        Write(folder, temporary =>
    {
        var (done, total) = (0, (double)data.Train.Count + data.Test.Count);
        foreach (var (side, images) in new[] { ("train", data.Train), ("test", data.Test) })
        {
            foreach (var name in images.Labels.Distinct().Select(label => images.ClassNames[label]))
                Directory.CreateDirectory(Path.Combine(temporary, side, name));
            Parallel.For(0, images.Count, new ParallelOptions { CancellationToken = cancellation }, i =>
            {
                var path = Path.Combine(temporary, side, images.ClassNames[images.Labels[i]], $"{i:00000}.png");
                using var stream = new FileStream(path, FileMode.CreateNew, FileAccess.Write);
                Png.WriteGray(stream, images.Columns, images.Rows, images.Image(i).ToArray());
                report.Report(Interlocked.Increment(ref done) / total);
            });
        }
    });

    /// <summary>Four IDX files named and compressed as MNIST's are.</summary>
    /// <exception cref="CliException">A class is not a digit.</exception>
    public static void WriteIdx(DigitData data, string folder, ProgressReport report, CancellationToken cancellation) =>
        Write(folder, temporary =>
    {
        foreach (var (side, images) in new[] { ("train", data.Train), ("t10k", data.Test) })
        {
            cancellation.ThrowIfCancellationRequested();
            WriteArray(Path.Combine(temporary, $"{side}-labels-idx1-ubyte.gz"), [images.Count], DigitLabels(images));
            WriteArray(Path.Combine(temporary, $"{side}-images-idx3-ubyte.gz"), [images.Count, images.Rows, images.Columns], images.Pixels);
            report.Report(side == "train" ? data.Train.Count / (double)(data.Train.Count + data.Test.Count) : 1);
        }
    });

    private static byte[] DigitLabels(ImageDataset images)
    {
        var digits = images.ClassNames
            .Select(name => name is [>= '0' and <= '9']
                ? (byte)(name[0] - '0')
                : throw new CliException($"{images.Name}: class {name} is not a digit, as IDX labels are; use --format png"))
            .ToArray();
        return Array.ConvertAll(images.Labels, label => digits[label]);
    }

    private static void WriteArray(string path, int[] dimensions, byte[] values)
    {
        using var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write);
        using var compressed = new GZipStream(file, CompressionLevel.Optimal);
        Idx.Write(compressed, dimensions, values);
    }

    private static void Write(string folder, Action<string> write)
    {
        var target = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
        if (File.Exists(target))
            throw new CliException($"{folder}: is a file, expected a folder that is empty or a name that is free");
        if (Directory.Exists(target) && Directory.EnumerateFileSystemEntries(target).Any())
            throw new CliException($"{folder}: has something in it, expected a folder that is empty or a name that is free");
        var parent = Path.GetDirectoryName(target) ?? target;
        var temporary = Path.Combine(parent, $".{Path.GetFileName(target)}.{Path.GetRandomFileName()}.tmp");
        var created = ErrorHandling.Naming(folder, () => CreatedFolder.Create(parent));
        try
        {
            ErrorHandling.Naming(folder, () =>
            {
                Directory.CreateDirectory(temporary);
                Unwrapped(() => write(temporary));
                if (Directory.Exists(target))
                    Directory.Delete(target);
                Directory.Move(temporary, target);
            });
        }
        finally
        {
            TryDelete(temporary);
            created.Delete();
        }
    }

    /// <summary>The first error itself, where parallel work wraps it.</summary>
    private static void Unwrapped(Action action)
    {
        try
        {
            action();
        }
        catch (AggregateException error)
        {
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(error.InnerExceptions[0]);
        }
    }

    private static void TryDelete(string folder)
    {
        try
        {
            if (Directory.Exists(folder))
                Directory.Delete(folder, recursive: true);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // The first error is the one to report.
        }
    }
}
