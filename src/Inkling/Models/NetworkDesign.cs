using System.Globalization;
using Inkling.Formats;
using Inkling.Nn;

namespace Inkling.Models;

/// <summary>The layers of the network "custom": convolutions with pooling, then linear layers.</summary>
public sealed record NetworkDesign
{
    private const string ConvolutionsKey = "convolutions";
    private const string LayersKey = "layers";
    private const string ActivationKey = "activation";
    private const string DropoutKey = "dropout";

    /// <summary>Gets the number of channels of each 3x3 convolution, after which 2x2 max pooling halves rows and columns.</summary>
    public LayerSizes Convolutions { get; init; } = LayerSizes.None;

    /// <summary>Gets the number of units of each hidden layer.</summary>
    public LayerSizes Layers { get; init; } = new(128, 64);

    /// <summary>Gets the activation function after each convolution and each hidden layer.</summary>
    public ActivationKind Activation { get; init; }

    /// <summary>Gets the probability with which an output of a hidden layer is dropped in training, in [0, 1).</summary>
    public float Dropout { get; init; }

    /// <summary>Gets the fewest rows and columns of an image: one is left after the last pooling.</summary>
    public int MinSide => 1 << Convolutions.Count;

    /// <summary>Creates the network, with initial weights from <see cref="Randomness.Default"/>.</summary>
    /// <param name="rows">Rows of an image, at least <see cref="MinSide"/>.</param>
    /// <param name="columns">Columns of an image, at least <see cref="MinSide"/>.</param>
    /// <param name="classes">The number of classes, at least 1.</param>
    /// <returns>A network from [N, 1, rows, columns] to logits [N, classes].</returns>
    /// <exception cref="ArgumentException">A size is below its minimum, or the probability of dropout is not in [0, 1).</exception>
    public CustomNetwork Create(int rows, int columns, int classes) => new(this, rows, columns, classes);

    /// <summary>Counts the parameters of the network.</summary>
    /// <param name="rows">Rows of an image.</param>
    /// <param name="columns">Columns of an image.</param>
    /// <param name="classes">The number of classes.</param>
    public long CountParameters(int rows, int columns, int classes)
    {
        var (count, channels) = (0L, 1L);
        foreach (var next in Convolutions)
            (count, channels) = (count + (((9 * channels) + 1) * next), next);
        var inputs = Inputs(rows, columns);
        foreach (var units in Layers.Append(classes))
            (count, inputs) = (count + ((inputs + 1) * units), units);
        return count;
    }

    /// <summary>Gets the text form of each property by its key in a model file.</summary>
    internal IReadOnlyDictionary<string, string> ToExtraState() => new Dictionary<string, string>
    {
        [ConvolutionsKey] = $"{Convolutions}",
        [LayersKey] = $"{Layers}",
        [ActivationKey] = KebabCase.Of(Activation),
        [DropoutKey] = Dropout.ToString("R", CultureInfo.InvariantCulture),
    };

    /// <summary>Parses what <see cref="ToExtraState"/> gives.</summary>
    /// <exception cref="FormatException">A value is missing or not permitted; the message says what is expected.</exception>
    internal static NetworkDesign Parse(IReadOnlyDictionary<string, string> state)
    {
        const string Sizes = "sizes such as 128-64, or none";
        if (!LayerSizes.TryParse(Text(ConvolutionsKey), out var channels))
            throw Malformed(ConvolutionsKey, Sizes);
        if (!LayerSizes.TryParse(Text(LayersKey), out var units))
            throw Malformed(LayersKey, Sizes);
        if (!KebabCase.TryParse(Text(ActivationKey), out ActivationKind kind))
            throw Malformed(ActivationKey, $"one of: {string.Join(", ", KebabCase.Names<ActivationKind>())}");
        var isNumber = float.TryParse(Text(DropoutKey), NumberStyles.Float, CultureInfo.InvariantCulture, out var dropout);
        if (!isNumber || dropout is not (>= 0 and < 1))
            throw Malformed(DropoutKey, "a number from 0, below 1");
        return new NetworkDesign { Convolutions = channels, Layers = units, Activation = kind, Dropout = dropout };

        string Text(string key) => state.GetValueOrDefault(key, "");

        FormatException Malformed(string key, string expected) =>
            new($"its \"{key}\" is {FormatError.Quote(Text(key))}, expected {expected}");
    }

    /// <summary>The number of inputs of the first linear layer.</summary>
    internal long Inputs(int rows, int columns) =>
        (long)(rows >> Convolutions.Count) * (columns >> Convolutions.Count) * (Convolutions is [.., var channels] ? channels : 1);
}
