using System.Globalization;
using System.Runtime.ExceptionServices;
using Inkling.Data;

namespace Inkling.Pictures;

/// <summary>Reads a folder of picture files by class, such as <c>train/3/*.png</c> and <c>valid/7/*.jpg</c>.</summary>
/// <remarks>
/// <para>
/// The training set is the folder <c>train</c> or <c>training</c>, the test set <c>test</c>, <c>testing</c>, <c>valid</c>,
/// <c>validation</c> or <c>val</c>, the first of them that exists, in either case. Where there is no test set, or the class folders lie in
/// the folder itself, one image in six is held out for it.
/// </para>
/// <para>
/// The names of the class folders are the class names; numbers in numerical order come first, then the others in ordinal order, and a label
/// is the position in that order (with the folders 3 and 7, 3 has the label 0 and 7 the label 1). A picture of 28x28 pixels is used as
/// it is, as white ink on black, as MNIST is usually stored in PNG files; transparent places are black. A picture of another size is
/// prepared by <see cref="DigitPreparation"/>. Files whose names do not end as those of pictures do, and names that begin with a dot, are
/// ignored.
/// </para>
/// </remarks>
public static class ImageFolder
{
    /// <summary>The largest number of classes, because a label is a byte.</summary>
    public const int MaximumClasses = 256;

    private const int Side = MnistNormalizer.Size;
    private const string Verification = "content of each picture checked when read";
    private static readonly string[] Extensions = [".png", ".jpg", ".jpeg", ".webp", ".bmp", ".gif"];
    private static readonly string[] TrainNames = ["train", "training"];
    private static readonly string[] TestNames = ["test", "testing", "valid", "validation", "val"];

    /// <summary>Reads the training set and the test set.</summary>
    /// <param name="path">The folder.</param>
    /// <param name="seed">The seed of the random split, where there is no test set.</param>
    /// <returns>Both sets, named after the folder, with the same classes.</returns>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    /// <exception cref="InvalidDataException">
    /// There are no images, a class without one, sets with different classes, or a picture that cannot be read.
    /// </exception>
    public static DigitData Open(string path, ulong seed = 1)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var name = NameOf(path);
        var trainFolder = FindSet(path, TrainNames);
        var testFolder = FindSet(path, TestNames);
        if (trainFolder is null && testFolder is not null)
            throw new InvalidDataException($"{path}: the folder {Path.GetFileName(testFolder)} is there, but neither train nor training");
        if (trainFolder is null || testFolder is null)
            return DigitData.HoldOut(Read(trainFolder ?? path, name), path, Verification, seed);

        var classes = Classes(trainFolder);
        var testClasses = Classes(testFolder);
        ThrowIfMissing(trainFolder, classes, testFolder, testClasses);
        ThrowIfMissing(testFolder, testClasses, trainFolder, classes);
        return new DigitData(
            name, ReadClasses(trainFolder, classes, name + " train"), ReadClasses(testFolder, testClasses, name + " test"),
            new DataOrigin(path, Verification));
    }

    /// <summary>
    /// Reads the training set and the test set if the folder holds a set or a class folder with a picture in it, for
    /// <see cref="DataSourceOptions.Pictures"/>.
    /// </summary>
    /// <param name="path">The folder.</param>
    /// <param name="seed">The seed of the random split, where there is no test set.</param>
    /// <returns>Both sets, or null where the folder is not one of pictures by class.</returns>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    /// <exception cref="InvalidDataException">As for <see cref="Open"/>.</exception>
    public static DigitData? TryOpen(string path, ulong seed = 1) =>
        FindSet(path, TrainNames) is not null || Folders(path).Any(folder => Pictures(folder).Length > 0) ? Open(path, seed) : null;

    /// <summary>
    /// Reads a folder of class folders as one set, ordered by class and, within a class, by file name.
    /// </summary>
    /// <param name="path">The folder that holds the class folders.</param>
    /// <param name="name">The name of the set in reports, or null for the folder's name.</param>
    /// <returns>28x28 images with their labels.</returns>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    /// <exception cref="InvalidDataException">There are no images, a class without one, or a picture that cannot be read.</exception>
    public static ImageDataset Read(string path, string? name = null) => ReadClasses(path, Classes(path), name ?? NameOf(path));

    private static void ThrowIfMissing(string folder, string[] classes, string otherFolder, string[] otherClasses)
    {
        if (classes.Except(otherClasses).FirstOrDefault() is { } missing)
            throw new InvalidDataException(
                $"{otherFolder}: no class folder {missing}, which {folder} has; both sets need the same classes");
    }

    private static string? FindSet(string path, string[] names) => names
        .SelectMany(name => Folders(path).Where(folder => Path.GetFileName(folder).Equals(name, StringComparison.OrdinalIgnoreCase)))
        .FirstOrDefault();

    private static string[] Classes(string path)
    {
        string[] names =
            [.. Folders(path).Select(folder => Path.GetFileName(folder)).OrderBy(Number).ThenBy(name => name, StringComparer.Ordinal)];
        return names.Length switch
        {
            0 => throw new InvalidDataException($"{path}: no class folders in it, expected one per class with pictures, such as 0 to 9"),
            > MaximumClasses =>
                throw new InvalidDataException($"{path}: {names.Length} class folders, at most {MaximumClasses} are expected"),
            _ => names,
        };
    }

    private static long Number(string name) =>
        long.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : long.MaxValue;

    private static ImageDataset ReadClasses(string path, string[] classes, string name)
    {
        var files = new List<string>();
        var labels = new List<byte>();
        foreach (var (label, className) in classes.Index())
        {
            var folder = Path.Combine(path, className);
            var pictures = Pictures(folder);
            if (pictures.Length == 0)
                throw new InvalidDataException($"{folder}: no picture in it, expected the images of class {className}");
            files.AddRange(pictures);
            labels.AddRange(Enumerable.Repeat((byte)label, pictures.Length));
        }

        return new ImageDataset(name, ReadPictures(files), [.. labels], classes);
    }

    private static byte[] ReadPictures(List<string> files)
    {
        var pixels = new byte[checked(files.Count * Side * Side)];
        var errors = new Exception?[files.Count];
        Parallel.For(0, files.Count, (i, loop) =>
        {
            try
            {
                ReadPicture(files[i]).CopyTo(pixels.AsSpan(i * Side * Side));
            }
            catch (Exception exception) when (exception
                is IOException or InvalidDataException or UnauthorizedAccessException or PlatformNotSupportedException)
            {
                // The files before it are still read, so that the first invalid file is reported, whatever the timing.
                errors[i] = exception;
                loop.Break();
            }
        });
        if (errors.FirstOrDefault(error => error is not null) is { } first)
            ExceptionDispatchInfo.Throw(first);
        return pixels;
    }

    private static byte[] ReadPicture(string file)
    {
        var picture = PictureFile.Decode(file);
        return picture.Width == Side && picture.Height == Side
            ? picture.ToGray(background: 0).Pixels
            : DigitPreparation.Prepare(picture.ToGray(background: 255), file);
    }

    private static IEnumerable<string> Folders(string path)
    {
        if (!Directory.Exists(path))
            throw new DirectoryNotFoundException($"{path}: there is no such folder");
        return Directory.EnumerateDirectories(path).Where(IsShown);
    }

    private static string[] Pictures(string folder) =>
    [
        .. Directory.EnumerateFiles(folder)
            .Where(file => IsShown(file) && Extensions.Contains(Path.GetExtension(file), StringComparer.OrdinalIgnoreCase))
            .Order(StringComparer.Ordinal),
    ];

    private static bool IsShown(string path) => !Path.GetFileName(path.AsSpan()).StartsWith('.');

    private static string NameOf(string path) => Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(path)));
}
