using System.Buffers.Text;
using System.Globalization;
using System.IO.Compression;
using System.Web;
using Inkling.Data;
using Inkling.Lab.Zoom;

namespace Inkling.Lab.Reading;

/// <summary>
/// What the address of the page "Read" has of it: a link shows the same image, read by the same model, and what is looked at.
/// </summary>
public sealed record ReadingAddress
{
    private const int Pixels = MnistNormalizer.Size * MnistNormalizer.Size;

    private static readonly string[] s_names = ["model", "image", "label", "layer", "value", "input", "open"];

    /// <summary>Gets the name of the model; null for the host's first one.</summary>
    public string? Model { get; init; }

    /// <summary>Gets the image, [28, 28] bytes; empty for none.</summary>
    public ReadOnlyMemory<byte> Image { get; init; }

    /// <summary>Gets the index of the true class; null where none is chosen.</summary>
    public int? Label { get; init; }

    /// <summary>Gets what is looked at.</summary>
    public Focus Focus { get; init; }

    /// <summary>Gets the names of the open panels; null for those that are open at first.</summary>
    public IReadOnlyCollection<string>? Open { get; init; }

    /// <summary>
    /// Gets the query of the address, such as "?model=pretrained&amp;layer=1"; empty where nothing differs from an empty page.
    /// </summary>
    public string Query
    {
        get
        {
            var items = new List<string>();
            Add("model", Model);
            Add("image", Image.IsEmpty ? null : Base64Url.EncodeToString(Compressed(Image.Span)));
            Add("label", Number(Label));
            Add("layer", Number(Focus.Layer));
            Add("value", Number(Focus.Value));
            Add("input", Number(Focus.Input));
            Add("open", Open is null ? null : string.Join(',', Open));
            return items.Count == 0 ? "" : "?" + string.Join('&', items);

            void Add(string name, string? value)
            {
                if (value is not null)
                    items.Add($"{name}={Uri.EscapeDataString(value)}");
            }
        }
    }

    /// <summary>Gets what an address has.</summary>
    /// <param name="query">The query of the address, with or without a question mark.</param>
    /// <exception cref="ArgumentException">A part is unknown or damaged; the message, one line, says what is expected.</exception>
    public static ReadingAddress Parse(string query)
    {
        var given = HttpUtility.ParseQueryString(query);
        if (given.AllKeys.FirstOrDefault(name => !s_names.Contains(name)) is { } unknown)
            throw new ArgumentException($"address: nothing is called '{unknown}', expected one of: {string.Join(", ", s_names)}");
        return new ReadingAddress
        {
            Model = given["model"],
            Image = given["image"] is { } image ? Decompressed(image) : default,
            Label = ParseNumber("label"),
            Focus = new Focus(ParseNumber("layer"), ParseNumber("value"), ParseNumber("input")),
            Open = given["open"] is { } open ? ParsePanels(open) : null,
        };

        int? ParseNumber(string name) => given[name] is not { } text ? null
            : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number
            : throw new ArgumentException($"address: {name}={text}, expected a whole number");
    }

    /// <summary>Gets the address of what is read.</summary>
    /// <param name="reading">What is read.</param>
    /// <param name="models">The names of the models that an address can have; a model of a file that was opened has none.</param>
    /// <param name="open">The names of the open panels.</param>
    internal static ReadingAddress Of(DigitReading reading, IEnumerable<string> models, IReadOnlyCollection<string> open) => new()
    {
        Model = models.Contains(reading.Source.Name) ? reading.Source.Name : null,
        Image = reading.Pixels,
        Label = reading.Image.IsEmpty ? null : reading.Inspection.Label,
        Focus = reading.Image.IsEmpty ? default : reading.Inspection.Focus,
        Open = open.Order().SequenceEqual(ReadingPanels.OpenAtFirst.Order()) ? null : open,
    };

    /// <summary>Reads the image, with the model that is used, and looks at what the address has.</summary>
    /// <param name="reading">What reads.</param>
    /// <exception cref="ArgumentException">
    /// The model has no such class, layer or value; the message, one line, says what is expected.
    /// </exception>
    internal void Restore(DigitReading reading)
    {
        if (Image.IsEmpty)
            return;
        var classes = reading.Model.ClassNames;
        Check("label", Label, classes.Count);
        reading.Show(Image.ToArray(), Label is { } label ? classes[label] : null);
        var layers = reading.Inspection.Layers;
        Check("layer", Focus.Layer, layers.Count);
        if (Focus.Layer is not { } layer)
            return;
        Check("value", Focus.Value, layers[layer].Values.Length);
        Check("input", Focus.Input, layers[layer].Input.Length);
        reading.Inspection.Go(Focus);
    }

    private static void Check(string name, int? index, int count)
    {
        if (index >= count)
            throw new ArgumentException($"address: {name}={index}, expected 0 to {count - 1} with this model");
    }

    private static string? Number(int? number) => number?.ToString(CultureInfo.InvariantCulture);

    private static string[] ParsePanels(string text)
    {
        var names = text.Split(',', StringSplitOptions.RemoveEmptyEntries);
        return names.FirstOrDefault(name => !ReadingPanels.Names.Contains(name)) is { } unknown
            ? throw new ArgumentException($"address: open={unknown}, expected of: {string.Join(", ", ReadingPanels.Names)}")
            : names;
    }

    private static byte[] Compressed(ReadOnlySpan<byte> image)
    {
        using var content = new MemoryStream();
        using (var stream = new DeflateStream(content, CompressionLevel.SmallestSize))
            stream.Write(image);
        return content.ToArray();
    }

    private static byte[] Decompressed(string text)
    {
        try
        {
            using var stream = new DeflateStream(new MemoryStream(Base64Url.DecodeFromChars(text)), CompressionMode.Decompress);
            var image = new byte[Pixels + 1];
            if (stream.ReadAtLeast(image, image.Length, throwOnEndOfStream: false) == Pixels)
                return image[..Pixels];
        }
        catch (Exception exception) when (exception is FormatException or InvalidDataException)
        {
            // The message below says what is expected.
        }

        throw new ArgumentException($"address: the image is damaged, expected {Pixels} bytes, compressed with Deflate, in Base64url");
    }
}
