using System.Globalization;
using System.Text;
using System.Text.Json;
using Inkling.Data;
using Inkling.Formats;

namespace Inkling.Models;

/// <summary>The metadata of a model file.</summary>
/// <param name="Name">The name of the model; null where the file has none.</param>
/// <param name="ClassNames">The name of each class; null where the file has none.</param>
/// <param name="Rows">Rows of an image.</param>
/// <param name="Columns">Columns of an image.</param>
/// <param name="Preparation">What makes images out of pictures; null where the file does not say.</param>
/// <param name="Epochs">The number of complete epochs of its training; null where the file does not say.</param>
/// <param name="Steps">The number of steps of its training; null where the file does not say.</param>
/// <param name="Temperature">The temperature that its logits are divided by; null where the file does not say.</param>
/// <param name="ExtraState">The other metadata.</param>
internal sealed record ModelMetadata(
    string? Name, IReadOnlyList<string>? ClassNames, int Rows, int Columns, ImagePreparation? Preparation, int? Epochs, int? Steps,
    float? Temperature, IReadOnlyDictionary<string, string> ExtraState)
{
    public const string ChecksumKey = "checksum";

    private const string ModelKey = "model";
    private const string ClassesKey = "classes";
    private const string SizeKey = "image_size";
    private const string PreparationKey = "preparation";
    private const string EpochsKey = "trained_epochs";
    private const string StepsKey = "trained_steps";
    private const string TemperatureKey = "temperature";

    private static readonly string[] ReservedKeys =
        [ModelKey, ClassesKey, SizeKey, PreparationKey, EpochsKey, StepsKey, TemperatureKey, ChecksumKey];

    /// <summary>The metadata of a model, by key and without a checksum.</summary>
    /// <exception cref="ArgumentException">The extra state uses a reserved key, or a value is one that would not be read.</exception>
    public static Dictionary<string, string> Of(TrainedModel model)
    {
        if (model.Rows is < 1 or > ModelFile.MaximumSide || model.Columns is < 1 or > ModelFile.MaximumSide)
            throw new ArgumentException($"{model.Name}: images of {model.Rows}x{model.Columns}, expected {ExpectedSize}", nameof(model));
        if (!AreNames(model.ClassNames))
            throw new ArgumentException(
                $"{model.Name}: {model.ClassNames.Count} classes, expected {ExpectedClasses}", nameof(model));
        var metadata = new Dictionary<string, string>
        {
            [ModelKey] = model.Name,
            [ClassesKey] = NamesToJson(model.ClassNames),
            [SizeKey] = $"{model.Rows}x{model.Columns}",
            [PreparationKey] = KebabCase.Of(model.Preparation),
        };
        SetCount(metadata, EpochsKey, model.Epochs);
        SetCount(metadata, StepsKey, model.Steps);
        if (model.Temperature != 1)
            metadata[TemperatureKey] = model.Temperature.ToString(CultureInfo.InvariantCulture);
        foreach (var (key, value) in model.Module.GetExtraState())
        {
            if (ReservedKeys.Contains(key))
                throw new ArgumentException(
                    $"{model.Name}: extra state \"{key}\", expected another key than {string.Join(", ", ReservedKeys)}", nameof(model));
            metadata.Add(key, value);
        }

        return metadata;
    }

    /// <summary>Reads the metadata; a file from elsewhere may have none.</summary>
    /// <exception cref="InvalidDataException">A value is not one that a model file has.</exception>
    public static ModelMetadata Parse(SafeTensorsFile file)
    {
        var (rows, columns) = Value(SizeKey) is { } size ? ParseSize(file.Name, size) : (MnistNormalizer.Size, MnistNormalizer.Size);
        return new ModelMetadata(
            Value(ModelKey),
            Value(ClassesKey) is { } names ? ParseClasses(file.Name, names) : null,
            rows,
            columns,
            Value(PreparationKey) is { } preparation ? ParsePreparation(file.Name, preparation) : null,
            ParseCount(file, EpochsKey),
            ParseCount(file, StepsKey),
            Value(TemperatureKey) is { } temperature ? ParseTemperature(file.Name, temperature) : null,
            file.Metadata.Where(entry => !ReservedKeys.Contains(entry.Key)).ToDictionary());

        string? Value(string key) => file.Metadata.GetValueOrDefault(key);
    }

    private static string ExpectedSize => $"rows and columns from 1 to {ModelFile.MaximumSide} such as 28x28";

    private static string ExpectedClasses =>
        $"1 to {ModelFile.MaximumClasses} different names of 1 to {ModelFile.MaximumClassNameLength} characters";

    private static bool AreNames(IReadOnlyList<string> names) =>
        names.Count is > 0 and <= ModelFile.MaximumClasses
        && names.All(name => name.Length is > 0 and <= ModelFile.MaximumClassNameLength)
        && names.Distinct(StringComparer.Ordinal).Count() == names.Count;

    private static string NamesToJson(IReadOnlyList<string> names)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            writer.WriteStartArray();
            foreach (var name in names)
                writer.WriteStringValue(name);
            writer.WriteEndArray();
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private static string[] ParseClasses(string path, string text)
    {
        try
        {
            using var json = JsonDocument.Parse(text);
            string[] names = [.. json.RootElement.EnumerateArray().Select(element => element.GetString() ?? throw new FormatException())];
            if (AreNames(names))
                return names;
        }
        catch (Exception error) when (error is JsonException or FormatException or InvalidOperationException)
        {
            // The same message as for names that are not allowed.
        }

        throw FormatError.In(path, $"its \"{ClassesKey}\" are {FormatError.Quote(text)}, expected a JSON array of {ExpectedClasses}");
    }

    private static (int Rows, int Columns) ParseSize(string path, string text)
    {
        var parts = text.Split('x', 3);
        return parts.Length == 2 && int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var rows)
            && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var columns)
            && rows is > 0 and <= ModelFile.MaximumSide && columns is > 0 and <= ModelFile.MaximumSide
            ? (rows, columns)
            : throw FormatError.In(path, $"its \"{SizeKey}\" is {FormatError.Quote(text)}, expected {ExpectedSize}");
    }

    private static void SetCount(Dictionary<string, string> metadata, string key, int? count)
    {
        if (count is { } known)
            metadata[key] = known.ToString(CultureInfo.InvariantCulture);
    }

    private static int? ParseCount(SafeTensorsFile file, string key)
    {
        if (!file.Metadata.TryGetValue(key, out var text))
            return null;
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            ? count
            : throw FormatError.In(file.Name, $"its \"{key}\" are {FormatError.Quote(text)}, expected a whole number from 0");
    }

    private static float ParseTemperature(string path, string text) =>
        float.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var temperature)
        && temperature is >= ModelFile.MinimumTemperature and <= ModelFile.MaximumTemperature
            ? temperature
            : throw FormatError.In(
                path,
                $"its \"{TemperatureKey}\" is {FormatError.Quote(text)}, expected "
                + FormattableString.Invariant($"{ModelFile.MinimumTemperature} to {ModelFile.MaximumTemperature}"));

    private static ImagePreparation ParsePreparation(string path, string text) => text switch
    {
        "mnist" => ImagePreparation.Mnist,
        "none" => ImagePreparation.None,
        _ => throw FormatError.In(path, $"its \"{PreparationKey}\" is {FormatError.Quote(text)}, expected mnist or none"),
    };
}
