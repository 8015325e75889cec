namespace Inkling.Data;

/// <summary>Opens a training set and a test set by the word or path that a user gives.</summary>
public static class DataSources
{
    private const string ImagesMark = "-images-idx3-ubyte";
    private const string LabelsMark = "-labels-idx1-ubyte";
    private const string CsvVerification = "every value checked when read";

    /// <summary>Opens a source.</summary>
    /// <param name="spec">
    /// One of
    /// <list type="bullet">
    /// <item>null: MNIST where it is available, otherwise generated digits, with the reason in <see cref="DigitData.Notice"/>;</item>
    /// <item><c>mnist</c>: see <see cref="Mnist"/> (a folder of that name is <c>./mnist</c>);</item>
    /// <item><c>handwriting</c>: see <see cref="Handwriting"/>;</item>
    /// <item>a folder with four IDX files named as MNIST's are, compressed or extracted, whether they are MNIST's own or others;</item>
    /// <item>a folder of pictures by class, where <see cref="DataSourceOptions.Pictures"/> is set;</item>
    /// <item>a folder with a CSV file that has "train" in its name and one that has "test" or "valid", or with one CSV file alone;</item>
    /// <item>a CSV file: see <see cref="CsvImages"/>;</item>
    /// <item>a file whose name ends in <c>-images-idx3-ubyte</c> or <c>-images-idx3-ubyte.gz</c>, with its labels beside it.</item>
    /// </list>
    /// Where a source has no test set, one image in six is held out for it and <see cref="DigitData.Notice"/> says so.
    /// </param>
    /// <param name="options">The options; null for the defaults.</param>
    /// <param name="cancellation">Cancels a download.</param>
    /// <exception cref="ArgumentException"><paramref name="spec"/> is empty.</exception>
    /// <exception cref="DataUnavailableException">MNIST was requested by name and is not available.</exception>
    /// <exception cref="FileNotFoundException">There is no such file or folder, or a file that goes with it is missing.</exception>
    /// <exception cref="InvalidDataException">The content is invalid; the message names the file.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> was requested.</exception>
    public static DigitData Open(string? spec = null, DataSourceOptions? options = null, CancellationToken cancellation = default)
    {
        options ??= new DataSourceOptions();
        if (spec is null)
            return OpenAny(options, cancellation);
        ArgumentException.ThrowIfNullOrWhiteSpace(spec);
        var data = spec switch
        {
            "mnist" => Mnist.Load(options.Mnist, cancellation),
            "handwriting" => Generate(options),
            _ when Directory.Exists(spec) => OpenFolder(spec, options),
            _ when File.Exists(spec) => OpenFile(spec, options),
            _ => throw new FileNotFoundException($"{spec}: there is no such file or folder, and it is neither mnist nor handwriting", spec),
        };
        var (train, test) = (data.Train, data.Test);
        return train.Rows == test.Rows && train.Columns == test.Columns
            ? data
            : throw new InvalidDataException(
                $"{spec}: training images of {train.Rows} x {train.Columns} and test images of {test.Rows} x {test.Columns}, "
                + "one size is expected");
    }

    private static DigitData OpenAny(DataSourceOptions options, CancellationToken cancellation)
    {
        try
        {
            return Mnist.Load(options.Mnist, cancellation);
        }
        catch (DataUnavailableException exception)
        {
            foreach (var failure in exception.FailedDownloads)
                options.Mnist.Messages?.Report($"download failed, {failure}");
            return Generate(options) with
            {
                Notice = $"No MNIST here ({exception.Reason}), so Inkling trains on digits that it generates. "
                    + "To get MNIST: docs/data.md, or --data FOLDER.",
            };
        }
    }

    private static DigitData Generate(DataSourceOptions options) => new(
        "handwriting",
        Handwriting.Train(options.GeneratedTrainCount, options.Seed),
        Handwriting.Test(options.GeneratedTestCount, options.Seed),
        new DataOrigin("generated", $"written by Inkling from seed {options.Seed}, the same on every machine"));

    private static DigitData OpenFolder(string folder, DataSourceOptions options)
    {
        var files = options.Mnist.Files;
        var missing = MnistFolder.Missing(folder, files.All);
        if (missing.Length == 0)
            return OpenIdxFolder(folder, files);
        if (missing.Length < files.All.Count())
        {
            var path = Path.Combine(folder, missing[0].CompressedName);
            throw new FileNotFoundException($"{path}: is not there, nor is {missing[0].Name}, its extracted form", path);
        }

        // Before the CSV files, because folders of pictures often come with a table of file names.
        if (options.Pictures?.Invoke(folder, options.Seed) is { } pictures)
            return pictures;

        string[] csvFiles = [.. Directory.GetFiles(folder).Where(IsCsv).Order(StringComparer.Ordinal)];
        if (csvFiles.Length > 0)
            return OpenCsvFolder(folder, csvFiles, options);
        throw new InvalidDataException($"{folder}: no data in it; expected MNIST's four files, .csv files, or pictures by class such as "
            + "train/3/*.png and valid/3/*.png"
            + (options.Pictures is null ? ", which are read where DataSourceOptions.Pictures is set" : ""));
    }

    private static DigitData OpenIdxFolder(string folder, MnistFiles files)
    {
        var content = MnistFolder.Read(folder, [files.Train, files.Test]);
        var sets = content.ValidSets();
        if (content.Problems.Count == 0)
            return new DigitData("MNIST", sets[0], sets[1], new DataOrigin(folder, Mnist.OfficialVerification));
        var name = NameOf(folder);
        return new DigitData(
            name,
            Rename(sets[0], name + " train"),
            Rename(sets[1], name + " test"),
            new DataOrigin(
                folder, $"content checked when read; by MD5 these are not MNIST's own files ({content.Problems.Count} of 4 differ)"));
    }

    private static DigitData OpenCsvFolder(string folder, string[] files, DataSourceOptions options)
    {
        if (files is [var only])
            return DigitData.HoldOut(CsvImages.Read(only), only, CsvVerification, options.Seed);
        var train = files.Where(file => HasInName(file, "train")).ToArray();
        var test = files.Where(file => HasInName(file, "test") || HasInName(file, "valid")).ToArray();
        if (train is not [var trainFile] || test is not [var testFile] || trainFile == testFile)
        {
            throw new InvalidDataException(
                $"{folder}: {files.Length} .csv files, expected one with \"train\" in its name and one with \"test\" or \"valid\"");
        }

        var name = NameOf(folder);
        return new DigitData(
            name, CsvImages.Read(trainFile, name + " train"), CsvImages.Read(testFile, name + " test"),
            new DataOrigin(folder, CsvVerification));
    }

    private static DigitData OpenFile(string file, DataSourceOptions options)
    {
        if (IsCsv(file))
            return DigitData.HoldOut(CsvImages.Read(file), file, CsvVerification, options.Seed);
        var name = Path.GetFileName(file);
        if (!name.EndsWith(ImagesMark, StringComparison.Ordinal) && !name.EndsWith(ImagesMark + ".gz", StringComparison.Ordinal))
            throw new InvalidDataException(
                $"{file}: not a kind of data that is known, expected a .csv file, *{ImagesMark}[.gz] or a folder");

        var set = IdxImages.Read(file, LabelsBeside(file, name), name);
        return DigitData.HoldOut(set, file, "content checked when read", options.Seed);
    }

    private static string LabelsBeside(string file, string name)
    {
        if (IdxImages.FindLabels(file) is { } labels)
            return labels;
        var expected = Path.Combine(Path.GetDirectoryName(file) ?? "", name.Replace(ImagesMark, LabelsMark, StringComparison.Ordinal));
        throw new FileNotFoundException($"{expected}: is not there, expected the labels of {name}, compressed or not", expected);
    }

    private static ImageDataset Rename(ImageDataset set, string name) =>
        new(name, set.Pixels, set.Labels, set.ClassNames, set.Rows, set.Columns);

    private static bool IsCsv(string file) => Path.GetExtension(file).Equals(".csv", StringComparison.OrdinalIgnoreCase);

    private static bool HasInName(string file, string part) => Path.GetFileName(file).Contains(part, StringComparison.OrdinalIgnoreCase);

    private static string NameOf(string path) => Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(path)));
}
