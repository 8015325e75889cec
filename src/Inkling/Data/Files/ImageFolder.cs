using System.Globalization;
using System.Runtime.ExceptionServices;
using Inkling.Formats;

namespace Inkling.Data;

/// <summary>A folder of PNG files by class, such as <c>train/3/*.png</c> and <c>valid/7/*.png</c>.</summary>
/// <remarks>
/// <para>
/// The training side is the folder <c>train</c> or <c>training</c>, the test side <c>test</c>, <c>testing</c>, <c>valid</c>,
/// <c>validation</c> or
/// <c>val</c>, the first of them that exists, in either case. Where there is no test side, or the class folders lie in the folder itself,
/// one image in six is held
/// out for it.
/// </para>
/// <para>
/// The names of the class folders are the class names; numbers in numerical order come first, then the others in ordinal order, and a label
/// is the
/// position in that order (with the folders 3 and 7, 3 has the label 0 and 7 the label 1). A picture of 28x28 pixels is taken as it is, as
/// white
/// ink on black, the way MNIST is usually kept as PNG files; transparent places are black. One of any other size goes through
/// <see cref="DigitPreparation"/>. Files that are not called .png and names that begin with a dot are passed over.
/// </para>
/// </remarks>
public static class ImageFolder
{
    /// <summary>The most classes there can be, because a label is a byte.</summary>
    public const int MaximumClasses = 256;

    private const int Side = 28;
    private static readonly string[] TrainNames = ["train", "training"];
    private static readonly string[] TestNames = ["test", "testing", "valid", "validation", "val"];

    /// <summary>Reads both sides.</summary>
    /// <param name="path">The folder.</param>
    /// <param name="seed">Decides which images are held out, where there is no test side.</param>
    /// <returns>The sides, named after the folder, with the same classes.</returns>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    /// <exception cref="InvalidDataException">No images, a class without one, sides with different classes, or an unreadable
    /// picture.</exception>
    public static (ImageDataset Train, ImageDataset Test) Open(string path, ulong seed = 1)
    {
        var (train, test, _) = OpenSides(path, seed);
        return (train, test);
    }

    /// <summary>
    /// Reads a folder of class folders as one set. The order is that of the classes and, within one, that of the file names.
    /// </summary>
    /// <param name="path">The folder that holds the class folders.</param>
    /// <param name="name">What a report calls the set, or null for the folder's name.</param>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    /// <exception cref="InvalidDataException">No images, a class without one, or an unreadable picture.</exception>
    public static ImageDataset Read(string path, string? name = null) => ReadClasses(path, Classes(path), name ?? NameOf(path));

    /// <summary>Whether the folder holds a side or a folder with a picture in it, and so is one to <see cref="Open"/>.</summary>
    internal static bool IsOne(string path) => SideFolder(path, TrainNames) is not null
        || Folders(path).Any(folder => Pictures(folder).Length > 0);

    /// <summary>Reads both sides and says whether the test side was held out from the training side.</summary>
    internal static (ImageDataset Train, ImageDataset Test, bool IsHeldOut) OpenSides(string path, ulong seed)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var name = NameOf(path);
        var trainFolder = SideFolder(path, TrainNames);
        var testFolder = SideFolder(path, TestNames);
        if (trainFolder is null && testFolder is not null)
            throw new InvalidDataException($"{path}: the folder {Path.GetFileName(testFolder)} is there, but neither train nor training");
        if (trainFolder is null || testFolder is null)
        {
            var (train, test) = Read(trainFolder ?? path, name).SplitOneInSix(seed);
            return (train, test, true);
        }

        var classes = Classes(trainFolder);
        var testClasses = Classes(testFolder);
        ThrowIfMissing(trainFolder, classes, testFolder, testClasses);
        ThrowIfMissing(testFolder, testClasses, trainFolder, classes);
        return (ReadClasses(trainFolder, classes, name + " train"), ReadClasses(testFolder, testClasses, name + " test"), false);
    }

    private static void ThrowIfMissing(string folder, string[] classes, string otherFolder, string[] otherClasses)
    {
        if (classes.Except(otherClasses).FirstOrDefault() is { } missing)
            throw new InvalidDataException(
                $"{otherFolder}: no class folder {missing}, which {folder} has; both sides need the same classes");
    }

    private static string? SideFolder(string path, string[] names) => names
        .SelectMany(name => Folders(path).Where(folder => Path.GetFileName(folder).Equals(name, StringComparison.OrdinalIgnoreCase)))
        .FirstOrDefault();

    private static string[] Classes(string path)
    {
        string[] names =
            [.. Folders(path).Select(folder => Path.GetFileName(folder)).OrderBy(Number).ThenBy(name => name, StringComparer.Ordinal)];
        return names.Length switch
        {
            0 => throw new InvalidDataException($"{path}: no class folders in it, expected one per class with .png files, such as 0 to 9"),
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
                throw new InvalidDataException($"{folder}: no .png file in it, expected the images of class {className}");
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
            catch (Exception exception) when (exception is IOException or InvalidDataException or UnauthorizedAccessException)
            {
                // Those before it still run, so that the first file at fault is the one reported, whatever the timing.
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
        var picture = Png.ReadFile(file);
        return picture.Width == Side && picture.Height == Side
            ? picture.ToGray(background: 0).Pixels
            : DigitPreparation.Prepare(picture.ToGray(), file);
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
            .Where(file => IsShown(file) && Path.GetExtension(file).Equals(".png", StringComparison.OrdinalIgnoreCase))
            .Order(StringComparer.Ordinal),
    ];

    private static bool IsShown(string path) => !Path.GetFileName(path.AsSpan()).StartsWith('.');

    private static string NameOf(string path) => Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(path)));
}
