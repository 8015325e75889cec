using System.Runtime.ExceptionServices;
using Inkling.Data;
using Inkling.Formats;

namespace Inkling.Pictures;

/// <summary>
/// Images of a file, prepared for a model of MNIST's digits: the one of a picture file, or a batch of the many of an IDX file. The first
/// bytes of the content tell which it is.
/// </summary>
public sealed class DigitFile
{
    /// <summary>The largest number of images in a batch.</summary>
    public const int BatchSize = 256;

    private const int Side = MnistNormalizer.Size;

    // Fewer images a batch where they are large, whose preparation takes long.
    private const int BatchPixels = 1 << 24;

    private DigitFile(ImageDataset images, int first, int count, bool isIdx, string? labelsFile) =>
        (Images, First, Count, IsIdx, LabelsFile) = (images, first, count, isIdx, labelsFile);

    /// <summary>
    /// Gets the images of this batch, [N, 1, 28, 28]; their labels mean something only where there is a <see cref="LabelsFile"/>.
    /// </summary>
    public ImageDataset Images { get; }

    /// <summary>Gets the index in the file of the first image of this batch.</summary>
    public int First { get; }

    /// <summary>Gets the number of images in all batches of the file.</summary>
    public int Count { get; }

    /// <summary>Gets whether the file is an IDX file, whose images have an index.</summary>
    public bool IsIdx { get; }

    /// <summary>Gets the IDX file of the labels, found beside that of the images; null where the true classes are not known.</summary>
    public string? LabelsFile { get; }

    /// <summary>Reads a file batch by batch, in the memory of one: at most <see cref="BatchSize"/> images.</summary>
    /// <param name="path">A PNG, JPEG, WebP, BMP or GIF picture of one digit, of any size, or an IDX file of images.</param>
    /// <param name="limit">The maximum number of images that are read of an IDX file, the first ones.</param>
    /// <returns>At least one batch. What is wrong with the file is thrown where it is reached, after the batches before it.</returns>
    /// <exception cref="InvalidDataException">The content is damaged, of another kind or blank; the message names the path.</exception>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="DirectoryNotFoundException">There is no such directory.</exception>
    public static IEnumerable<DigitFile> ReadBatches(string path, int limit = int.MaxValue)
    {
        using var stream = RegularFile.OpenRead(path);
        foreach (var batch in ReadBatches(stream, path, limit, IdxImages.FindLabels(path)))
            yield return batch;
    }

    /// <summary>Reads a stream batch by batch, in the memory of one: at most <see cref="BatchSize"/> images.</summary>
    /// <param name="stream">The content of such a file, from its position to its end; it need not support seeking.</param>
    /// <param name="name">The name in messages.</param>
    /// <param name="limit">The maximum number of images that are read of an IDX file, the first ones.</param>
    /// <param name="labelsFile">The IDX file of the labels of an IDX file, where they are known.</param>
    /// <returns>At least one batch. What is wrong with the content is thrown where it is reached, after the batches before it.</returns>
    /// <exception cref="InvalidDataException">The content is damaged, of another kind or blank; the message has the name.</exception>
    public static IEnumerable<DigitFile> ReadBatches(
        Stream stream, string name, int limit = int.MaxValue, string? labelsFile = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(limit);
        var start = new byte[3];
        start = start[..stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false)];
        return start is [0x1F, 0x8B, ..] or [0, 0, 8]
            ? ReadIdx(stream, name, start, limit, labelsFile)
            : [ReadPicture(stream, name, start)];
    }

    private static DigitFile ReadPicture(Stream stream, string name, byte[] start)
    {
        var picture = PictureDecoder.Decode(PictureContent.Read(stream, name, start), name).ToGray(background: 255);
        var image = new ImageDataset(name, DigitPreparation.Prepare(picture, name), new byte[1], ImageDataset.Digits);
        return new DigitFile(image, first: 0, count: 1, isIdx: false, labelsFile: null);
    }

    private static IEnumerable<DigitFile> ReadIdx(Stream stream, string name, byte[] start, int limit, string? labelsFile)
    {
        using var reader = new IdxReader(stream, name, start);
        if (reader.Dimensions is not [var total, var rows, var columns])
        {
            throw new InvalidDataException(
                $"{name}: an array [{string.Join(", ", reader.Dimensions)}], images [N, rows, columns] expected");
        }

        if (Math.BigMul(rows, columns) > PictureFile.MaximumPixels)
        {
            throw new InvalidDataException(
                $"{name}: images of {rows:N0} x {columns:N0} pixels, at most {PictureFile.MaximumPixels:N0} pixels each are read");
        }

        using var labels = labelsFile is null ? null : new LabelReader(labelsFile);
        if (labels is not null && labels.Count != total)
            throw new InvalidDataException($"{name}: {total} images, but {labelsFile} holds {labels.Count} labels");
        var count = Math.Min(total, limit);
        var batchSize = Math.Clamp(BatchPixels / (rows * columns), 1, BatchSize);
        var image = new byte[rows * columns];
        for (var first = 0; first < count; first += batchSize)
        {
            var pixels = new byte[Math.Min(batchSize, count - first) * Side * Side];
            var classes = new byte[pixels.Length / (Side * Side)];
            var read = 0;
            ExceptionDispatchInfo? error = null;
            try
            {
                for (; read < classes.Length; read++)
                {
                    reader.Read(image);
                    classes[read] = labels?.Next() ?? 0;
                    var prepared = rows == Side && columns == Side
                        ? image
                        : DigitPreparation.Prepare(new GrayImage(columns, rows, image), $"{name}: image {first + read}");
                    prepared.CopyTo(pixels, read * Side * Side);
                }
            }
            catch (InvalidDataException exception)
            {
                // The images before it are right.
                error = ExceptionDispatchInfo.Capture(exception);
            }

            if (read > 0)
            {
                var images = new ImageDataset(name, pixels[..(read * Side * Side)], classes[..read], ImageDataset.Digits);
                yield return new DigitFile(images, first, count, isIdx: true, labelsFile);
            }

            error?.Throw();
        }
    }
}
