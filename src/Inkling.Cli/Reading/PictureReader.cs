using Inkling.Data;
using Inkling.Formats;
using Inkling.Pictures;

namespace Inkling.Cli.Reading;

/// <summary>
/// Files to 28x28 images: picture files of any size, and IDX files of many images. Which of them a file is shows in its first bytes.
/// </summary>
internal static class PictureReader
{
    public const string StandardInput = "-";
    private const int Side = 28;
    private const int MinParallelFiles = 4;

    /// <summary>Reads files in their order; a bad one does not keep the others from being read.</summary>
    /// <param name="files">Paths, or "-" for standard input.</param>
    /// <param name="limit">Images of each IDX file at most.</param>
    public static PictureFile[] Read(IReadOnlyList<string> files, int limit)
    {
        var read = new PictureFile[files.Count];
        if (files.Count < MinParallelFiles)
        {
            for (var i = 0; i < read.Length; i++)
                read[i] = Read(files[i], limit);
        }
        else
        {
            Parallel.For(0, read.Length, i => read[i] = Read(files[i], limit));
        }

        return read;
    }

    private static PictureFile Read(string file, int limit)
    {
        var name = file == StandardInput ? "standard input" : file;
        try
        {
            if (Directory.Exists(file))
                throw new CliException($"{file}: is a folder, expected a picture or an IDX file");
            using var stream = Open(file);
            Span<byte> start = stackalloc byte[3];
            start = start[..stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false)];
            stream.Position = 0;
            return start.StartsWith((ReadOnlySpan<byte>)[0x1F, 0x8B]) || start.SequenceEqual((ReadOnlySpan<byte>)[0, 0, 8])
                ? ReadIdx(stream, file, name, limit)
                : new PictureFile([new Picture(file, null, DigitPreparation.Prepare(Pictures.PictureFile.Read(stream, name), name), null)], null);
        }
        catch (Exception error) when (ErrorHandling.IsExpected(error))
        {
            return new PictureFile([], ErrorHandling.Describe(error, name));
        }
    }

    private static Stream Open(string file)
    {
        if (file != StandardInput)
            return new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.Read);
        using var input = Console.OpenStandardInput();
        var content = new MemoryStream();
        var buffer = new byte[1 << 16];
        for (int count; (count = input.Read(buffer)) > 0;)
        {
            if (content.Length + count > Pictures.PictureFile.MaximumFileBytes)
                throw new CliException($"standard input: more than {Format(Pictures.PictureFile.MaximumFileBytes)} bytes");
            content.Write(buffer, 0, count);
        }

        content.Position = 0;
        return content;
    }

    private static PictureFile ReadIdx(Stream stream, string file, string name, int limit)
    {
        var data = Idx.Read(stream, name);
        if (data.Dimensions is not [var total, var rows, var columns])
            throw new InvalidDataException($"{name}: an array [{string.Join(", ", data.Dimensions)}], images [N, rows, columns] expected");
        var labelsFile = file == StandardInput ? null : IdxImages.FindLabels(file);
        var labels = labelsFile is null ? null : ReadLabels(labelsFile, total, name);
        var pictures = new Picture[Math.Min(total, limit)];
        var size = rows * columns;
        for (var i = 0; i < pictures.Length; i++)
        {
            var pixels = data.Values.AsSpan(i * size, size).ToArray();
            if (rows != Side || columns != Side)
                pixels = DigitPreparation.Prepare(new GrayImage(columns, rows, pixels), $"{name}: image {i}");
            pictures[i] = new Picture(file, i, pixels, labels?[i]);
        }

        return new PictureFile(pictures, null, labelsFile);
    }

    private static byte[] ReadLabels(string file, int count, string imagesName)
    {
        var labels = Idx.ReadFile(file);
        return labels.Dimensions is [var length] && length == count
            ? labels.Values
            : throw new InvalidDataException(
                $"{imagesName}: {count} images, but {file} holds [{string.Join(", ", labels.Dimensions)}] labels");
    }

    private static string Format(long count) => Output.Format.Count(count);
}
