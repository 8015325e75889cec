using Inkling.Data;
using Inkling.Nn;

namespace Inkling.Models;

/// <summary>A network with what is needed to use it.</summary>
/// <param name="Name">Its name in <see cref="ModelCatalog"/>, or that of the module's type.</param>
/// <param name="Module">The network: [N, 1, rows, columns] to logits [N, classes].</param>
/// <param name="ClassNames">The name of the class that each logit is of.</param>
/// <param name="Rows">Rows of an image.</param>
/// <param name="Columns">Columns of an image.</param>
public sealed record TrainedModel(
    string Name, Module Module, IReadOnlyList<string> ClassNames, int Rows = MnistNormalizer.Size,
    int Columns = MnistNormalizer.Size)
{
    /// <summary>A custom module under the name of its type.</summary>
    /// <param name="module">The network: [N, 1, rows, columns] to logits [N, classes].</param>
    /// <param name="classNames">The name of the class that each logit is of.</param>
    /// <param name="rows">Rows of an image.</param>
    /// <param name="columns">Columns of an image.</param>
    public TrainedModel(
        Module module, IReadOnlyList<string> classNames, int rows = MnistNormalizer.Size, int columns = MnistNormalizer.Size)
        : this(module.GetType().Name, module, classNames, rows, columns)
    {
    }

    /// <summary>
    /// What makes an image for the model out of a picture: that of MNIST where its size is that of MNIST, unless another is set.
    /// </summary>
    public ImagePreparation Preparation { get; init; } =
        Rows == MnistNormalizer.Size && Columns == MnistNormalizer.Size ? ImagePreparation.Mnist : ImagePreparation.None;

    /// <summary>
    /// Gets the temperature T by which the logits are divided before the softmax, 0.01 to 100; 1 for a model that is not calibrated. It
    /// changes the probabilities, never the predicted class (<see cref="Analysis.TemperatureScaling"/>).
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is out of range.</exception>
    public float Temperature
    {
        get;
        init => field = value is >= ModelFile.MinimumTemperature and <= ModelFile.MaximumTemperature
            ? value
            : throw new ArgumentOutOfRangeException(
                nameof(value), value,
                $"{Name}: a temperature of {value}, expected {ModelFile.MinimumTemperature} to {ModelFile.MaximumTemperature}");
    } = 1;

    /// <summary>Gets the number of complete epochs of its training; null where it is unknown.</summary>
    public int? Epochs { get; init; }

    /// <summary>Gets the number of steps of its training, over all epochs; null where it is unknown.</summary>
    public int? Steps { get; init; }

    /// <summary>
    /// Gets whether the model was loaded from a file with a checksum, which agreed with its content; false for a file from elsewhere or of
    /// an earlier version, and for a model that was not loaded.
    /// </summary>
    public bool IsVerified { get; init; }

    /// <summary>
    /// Computes the probabilities of the classes: softmax(logits / <see cref="Temperature"/>). The logits themselves, wherever they are
    /// shown, are those of the network.
    /// </summary>
    /// <param name="logits">[N, classes].</param>
    /// <returns>[N, classes], a new tensor.</returns>
    public Tensor Probabilities(Tensor logits)
    {
        if (Temperature == 1)
            return logits.Softmax();
        var scaled = logits / Temperature;
        var probabilities = scaled.Softmax();
        scaled.Release();
        return probabilities;
    }
}
