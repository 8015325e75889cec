using Inkling.Data;
using Inkling.Formats;

namespace Inkling.Lab.Training;

/// <summary>
/// Images with labels in IDX files that were dropped onto the page, which keeps them: a training set, and a test set where one is among
/// them. Their names tell which is which.
/// </summary>
public sealed class DroppedData
{
    /// <summary>What the name of such data begins with in the settings; the name of the file of the training images follows.</summary>
    public const string Prefix = "dropped:";

    /// <summary>The most pixels of a set: 100 million, more than twice those of MNIST.</summary>
    public const int MaximumPixels = 100_000_000;

    private const int LongestName = 80;
    private static readonly string[] s_testMarks = ["t10k", "test", "valid"];

    private readonly Dictionary<(bool IsTest, bool IsLabels), DroppedFile> _files = [];
    private ImageDataset? _train, _test;

    /// <summary>Gets the name of the data in the settings; null until there are training images with labels.</summary>
    public string? Name => _train is { } set ? Prefix + set.Name : null;

    /// <summary>Gets what there is, and what is still expected; empty before the first file.</summary>
    public string Description => string.Join(' ', ((bool[])[false, true]).Select(Describe).Where(text => text.Length > 0));

    /// <summary>Removes all files.</summary>
    public void Clear()
    {
        _files.Clear();
        (_train, _test) = (null, null);
    }

    /// <summary>Takes a file; it replaces one of the same kind, if it fits the others.</summary>
    /// <param name="name">The name of the file; one with "t10k", "test" or "valid" in it belongs to the test set.</param>
    /// <param name="content">Images [N, rows, columns] or labels [N], compressed or not.</param>
    /// <exception cref="InvalidDataException">
    /// The content is not such an array, too large, or does not fit the other file of its set; the message is one line with the name.
    /// </exception>
    public void Add(string name, byte[] content)
    {
        name = new string([.. name.Where(letter => !char.IsControl(letter)).Take(LongestName)]);
        using var reader = new IdxReader(new MemoryStream(content), name, [], MaximumPixels);
        var isTest = s_testMarks.Any(mark => name.Contains(mark, StringComparison.OrdinalIgnoreCase));
        var place = (isTest, reader.Dimensions.Count == 1);
        var before = _files.GetValueOrDefault(place);
        _files[place] = new DroppedFile(name, content);
        try
        {
            if (_files.TryGetValue((isTest, false), out var images) && _files.TryGetValue((isTest, true), out var labels))
                Take(Read(images, labels), isTest);
        }
        catch (InvalidDataException)
        {
            if (before is null)
                _files.Remove(place);
            else
                _files[place] = before;
            throw;
        }
    }

    /// <summary>Gets the images; where there is no test set, some of them are held out for it.</summary>
    /// <param name="name">The name of the data in the settings.</param>
    /// <exception cref="InvalidDataException">The files are not here; the message says which to drop.</exception>
    public DigitData Open(string name)
    {
        if (_train is null || name != Name)
            throw new InvalidDataException($"data {name}: drop {name[Prefix.Length..]} and the file of its labels onto this page");
        return _test is null
            ? DigitData.HoldOut(_train, _train.Name, Verification, new DataSourceOptions().Seed)
            : new DigitData(_train.Name, _train, _test, new DataOrigin(_train.Name, Verification));
    }

    private const string Verification = "content checked when read";

    private static ImageDataset Read(DroppedFile images, DroppedFile labels) => IdxImages.Read(
        new MemoryStream(images.Content), images.Name, new MemoryStream(labels.Content), labels.Name, images.Name, MaximumPixels);

    private void Take(ImageDataset set, bool isTest)
    {
        if ((isTest ? _train : _test) is { } other && (other.Rows, other.Columns) != (set.Rows, set.Columns))
        {
            throw new InvalidDataException(
                $"{set.Name}: images of {set.Rows}x{set.Columns}, expected {other.Rows}x{other.Columns} as in {other.Name}");
        }

        if (isTest)
            _test = set;
        else
            _train = set;
    }

    private string Describe(bool isTest)
    {
        var set = isTest ? _test : _train;
        if (set is not null)
            return $"{set.Name}: {set.Count:N0} images of {set.Rows}x{set.Columns}{(isTest ? " to test on" : "")}.";
        if (_files.TryGetValue((isTest, false), out var images))
            return $"{images.Name}: drop the file of its labels too.";
        return _files.TryGetValue((isTest, true), out var labels) ? $"{labels.Name}: drop the file of its images too." : "";
    }

    private sealed record DroppedFile(string Name, byte[] Content);
}
