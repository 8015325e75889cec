using Inkling.Data;
using Inkling.Formats;

namespace Inkling.Pictures;

/// <summary>
/// The images of a file, prepared for a model of MNIST's digits: one image of a picture file, many of an IDX file. The first bytes of the
/// content tell which it is.
/// </summary>
public sealed class DigitFile
{
    private const int Side = MnistNormalizer.Size;

    private DigitFile(ImageDataset images, bool isIdx, string? labelsFile) => (Images, IsIdx, LabelsFile) = (images, isIdx, labelsFile);

    /// <summary>Gets the images, [N, 1, 28, 28]; their labels mean something only where there is a <see cref="LabelsFile"/>.</summary>
    public ImageDataset Images { get; }

    /// <summary>Gets whether the file is an IDX file, whose images have an index.</summary>
    public bool IsIdx { get; }

    /// <summary>Gets the IDX file of the labels, found beside that of the images; null where the true classes are not known.</summary>
    public string? LabelsFile { get; }

    /// <summary>Reads a file.</summary>
    /// <param name="path">A PNG, JPEG, WebP, BMP or GIF picture of one digit, of any size, or an IDX file of images.</param>
    /// <param name="limit">The maximum number of images that are prepared of an IDX file, the first ones.</param>
    /// <exception cref="InvalidDataException">The content is damaged, of another kind or blank; the message names the path.</exception>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="DirectoryNotFoundException">There is no such directory.</exception>
    public static DigitFile Read(string path, int limit = int.MaxValue)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        return Read(stream, path, limit, IdxImages.FindLabels(path));
    }

    /// <summary>Reads a stream from its position to its end.</summary>
    /// <param name="stream">The content of such a file.</param>
    /// <param name="name">The name in messages.</param>
    /// <param name="limit">The maximum number of images that are prepared of an IDX file, the first ones.</param>
    /// <exception cref="InvalidDataException">The content is damaged, of another kind or blank; the message has the name.</exception>
    public static DigitFile Read(Stream stream, string name, int limit = int.MaxValue) => Read(
        stream.CanSeek ? stream : new MemoryStream(PictureContent.Read(stream, name)), name, limit, labelsFile: null);

    private static DigitFile Read(Stream stream, string name, int limit, string? labelsFile)
    {
        var position = stream.Position;
        Span<byte> start = stackalloc byte[3];
        start = start[..stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false)];
        stream.Position = position;
        if (start.StartsWith((ReadOnlySpan<byte>)[0x1F, 0x8B]) || start.SequenceEqual((ReadOnlySpan<byte>)[0, 0, 8]))
            return ReadIdx(stream, name, limit, labelsFile);
        var pixels = DigitPreparation.Prepare(PictureFile.Read(stream, name), name);
        return new DigitFile(new ImageDataset(name, pixels, new byte[1], ImageDataset.Digits), isIdx: false, labelsFile: null);
    }

    private static DigitFile ReadIdx(Stream stream, string name, int limit, string? labelsFile)
    {
        var data = Idx.Read(stream, name);
        if (data.Dimensions is not [var total, var rows, var columns])
            throw new InvalidDataException($"{name}: an array [{string.Join(", ", data.Dimensions)}], images [N, rows, columns] expected");
        var labels = labelsFile is null ? new byte[total] : IdxImages.ReadLabels(labelsFile);
        if (labels.Length != total)
            throw new InvalidDataException($"{name}: {total} images, but {labelsFile} holds {labels.Length} labels");
        var (count, size) = (Math.Min(total, limit), rows * columns);
        var pixels = new byte[count * Side * Side];
        for (var i = 0; i < count; i++)
        {
            var image = data.Values.AsSpan(i * size, size);
            if (rows != Side || columns != Side)
                image = DigitPreparation.Prepare(new GrayImage(columns, rows, image.ToArray()), $"{name}: image {i}");
            image.CopyTo(pixels.AsSpan(i * Side * Side));
        }

        return new DigitFile(new ImageDataset(name, pixels, labels[..count], ImageDataset.Digits), isIdx: true, labelsFile);
    }
}
