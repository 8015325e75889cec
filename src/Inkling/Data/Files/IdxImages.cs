using Inkling.Formats;

namespace Inkling.Data;

/// <summary>Reads images and labels from a pair of IDX files, as MNIST's are.</summary>
public static class IdxImages
{
    /// <summary>The most rows and the most columns of an image: 512.</summary>
    public const int MaximumSide = 512;

    private const int MaximumLabel = 9;

    /// <summary>Reads images with their labels.</summary>
    /// <param name="imagesPath">An array [N, rows, columns], rows and columns at most <see cref="MaximumSide"/>.</param>
    /// <param name="labelsPath">An array [N] of digits 0 to 9.</param>
    /// <param name="name">The name of the set in reports.</param>
    /// <exception cref="InvalidDataException">
    /// One of the files is not such an array, the counts differ, or a label is not a digit; the sizes are checked before the images are
    /// unpacked.
    /// </exception>
    /// <exception cref="FileNotFoundException">One of the files does not exist.</exception>
    /// <exception cref="DirectoryNotFoundException">There is no such directory.</exception>
    public static ImageDataset Read(string imagesPath, string labelsPath, string name)
    {
        // The small file first, so that its errors are found before the long one is unpacked.
        var labels = ReadLabels(labelsPath);
        using var file = RegularFile.OpenRead(imagesPath);
        return ReadImages(file, imagesPath, labels, labelsPath, name, Idx.MaximumValues);
    }

    /// <summary>Reads images with their labels, compressed or not.</summary>
    /// <param name="images">An array [N, rows, columns], rows and columns at most <see cref="MaximumSide"/>.</param>
    /// <param name="imagesName">The name of the images in messages.</param>
    /// <param name="labels">An array [N] of digits 0 to 9.</param>
    /// <param name="labelsName">The name of the labels in messages.</param>
    /// <param name="name">The name of the set in reports.</param>
    /// <param name="maximumPixels">The most pixels of all images together.</param>
    /// <exception cref="InvalidDataException">
    /// One of them is not such an array, the counts differ, a label is not a digit, or there are more pixels; the sizes are checked before
    /// the images are unpacked.
    /// </exception>
    public static ImageDataset Read(
        Stream images, string imagesName, Stream labels, string labelsName, string name, long maximumPixels = Idx.MaximumValues) =>
        ReadImages(images, imagesName, CheckLabels(Idx.Read(labels, labelsName), labelsName), labelsName, name, maximumPixels);

    /// <summary>Reads the labels of images.</summary>
    /// <param name="path">An array [N] of digits 0 to 9.</param>
    /// <exception cref="InvalidDataException">The file is not such an array, or a label is not a digit.</exception>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    public static byte[] ReadLabels(string path) => CheckLabels(Idx.ReadFile(path), path);

    private static ImageDataset ReadImages(
        Stream file, string imagesName, byte[] labels, string labelsName, string name, long maximumPixels)
    {
        using var images = new IdxReader(file, imagesName, [], maximumPixels);
        if (images.Dimensions is not [var count, var rows, var columns])
            throw FormatError.In(imagesName, $"an array {Shape(images.Dimensions)}, images [N, rows, columns] expected");
        if (count != labels.Length)
            throw FormatError.In(imagesName, $"{count} images, but {labelsName} holds {labels.Length} labels");
        if (Math.Max(rows, columns) > MaximumSide)
            throw FormatError.In(imagesName, $"images of {rows}x{columns}, at most {MaximumSide}x{MaximumSide} are read");
        return new ImageDataset(name, images.ReadToEnd(), labels, ImageDataset.Digits, rows, columns);
    }

    private static byte[] CheckLabels(IdxData labels, string path)
    {
        if (labels.Dimensions.Count != 1)
            throw FormatError.In(path, $"an array {Shape(labels.Dimensions)}, labels [N] expected");
        var invalid = labels.Values.AsSpan().IndexOfAnyExceptInRange((byte)0, (byte)MaximumLabel);
        return invalid < 0
            ? labels.Values
            : throw FormatError.In(path, $"label {labels.Values[invalid]} of image {invalid}, expected 0 to {MaximumLabel}");
    }

    /// <summary>
    /// Finds the file of labels in the folder of a file of images, compressed or not, by the names that MNIST's files have.
    /// </summary>
    /// <param name="imagesPath">A file such as <c>t10k-images-idx3-ubyte.gz</c> or <c>t10k-images.idx3-ubyte</c>.</param>
    /// <returns>The path, or null where the name does not contain "images" or no such file exists.</returns>
    public static string? FindLabels(string imagesPath)
    {
        var name = Path.GetFileName(imagesPath);
        if (!name.Contains("images", StringComparison.Ordinal))
            return null;
        var plain = name.EndsWith(".gz", StringComparison.Ordinal) ? name[..^3] : name;
        plain = plain.Replace("images", "labels", StringComparison.Ordinal).Replace("idx3", "idx1", StringComparison.Ordinal);
        var path = Path.Combine(Path.GetDirectoryName(imagesPath) ?? "", plain);
        return File.Exists(path + ".gz") ? path + ".gz" : File.Exists(path) ? path : null;
    }

    private static string Shape(IReadOnlyList<int> dimensions) => $"[{string.Join(", ", dimensions)}]";
}
