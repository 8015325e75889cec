namespace Inkling.Models;

/// <summary>
/// The model that comes with the library: a <see cref="SmallCnn"/> for the ten digits, trained on MNIST. Its file is
/// models/digits.safetensors of the repository, whose recipe, accuracy, calibration and weaknesses are in models/README.md.
/// </summary>
public static class PretrainedModel
{
    /// <summary>The name under which it is selected and shown: "pretrained".</summary>
    public const string Name = "pretrained";

    /// <summary>The share of the 10,000 test images of MNIST that it classifies correctly.</summary>
    public const double TestAccuracy = 0.9964;

    /// <summary>Gets what a program shows where it uses the model: "pretrained, 99.64 % on MNIST".</summary>
    public static string Title => FormattableString.Invariant($"{Name}, {100 * TestAccuracy:0.00} % on MNIST");

    private const string Resource = "digits.safetensors";

    /// <summary>Loads it, in evaluation mode: each call gives a model of its own.</summary>
    public static TrainedModel Load()
    {
        using var stream = OpenRead();
        return ModelFile.Load(stream, Name);
    }

    /// <summary>Opens its file for reading: safetensors, as <see cref="ModelFile"/> describes.</summary>
    public static Stream OpenRead() => typeof(PretrainedModel).Assembly.GetManifestResourceStream(Resource)!;
}
