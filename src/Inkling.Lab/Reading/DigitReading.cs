using Inkling.Data;
using Inkling.Lab.Hosting;
using Inkling.Lab.Zoom;
using Inkling.Models;
using Inkling.Pictures;

namespace Inkling.Lab.Reading;

/// <summary>What the page "Read" shows: a model, an image, and the prediction for it. Every view of the page reads this state.</summary>
/// <remarks>For the one thread of a page.</remarks>
public sealed class DigitReading
{
    /// <summary>The confidence below which a prediction is not sure: 0.8.</summary>
    public const float Threshold = 0.8f;

    private static readonly byte[] s_noPixels = [];
    private Prediction? _prediction;

    /// <summary>Reads with a model; there is no image yet.</summary>
    /// <param name="model">A model for images of 28x28.</param>
    /// <exception cref="InvalidDataException">It is for other images.</exception>
    public DigitReading(NamedModel model)
    {
        Check(model);
        Source = model;
        Inspection = new Inspection(this);
    }

    /// <summary>Raised after the image, the model or its weights have changed.</summary>
    public event Action? Changed;

    /// <summary>Gets the number of changes so far.</summary>
    public int Version { get; private set; }

    /// <summary>Gets the model with its name.</summary>
    public NamedModel Source { get; private set; }

    /// <summary>Gets the model, which a view may change in place; it calls <see cref="Refresh"/> afterwards.</summary>
    public TrainedModel Model => Source.Model;

    /// <summary>Gets the forward pass for the image, and what of it is looked at.</summary>
    public Inspection Inspection { get; }

    /// <summary>Gets the image, [28, 28] bytes, 0 for background to 255 for ink; empty where there is none.</summary>
    public ReadOnlyMemory<byte> Pixels { get; private set; } = s_noPixels;

    /// <summary>Gets the image as the model is given it, [28, 28] from 0 (background) to 1 (ink); empty where there is none.</summary>
    public ReadOnlyMemory<float> Image { get; private set; }

    /// <summary>Gets the steps of the preparation of the picture; null where there is no image, or it needed no preparation.</summary>
    public PreparationSteps? Preparation { get; private set; }

    /// <summary>Gets the index of the true class in the classes of the model; null where it is not known.</summary>
    public int? Label { get; private set; }

    /// <summary>Gets the prediction for the image, that of the forward pass; null where there is none.</summary>
    public Prediction? Prediction => _prediction ??= Inspection.Trace?.Prediction;

    /// <summary>Gets whether the confidence is at least <see cref="Threshold"/>.</summary>
    public bool IsSure => Prediction?.Confidence >= Threshold;

    /// <summary>Gets why there is no image although one was given, in one line; null otherwise.</summary>
    public string? Error { get; private set; }

    /// <summary>Reads a picture of a digit, of any size.</summary>
    /// <param name="picture">One digit, dark on light or light on dark.</param>
    /// <param name="name">The name of the picture in messages.</param>
    public void Read(GrayImage picture, string name = "picture")
    {
        try
        {
            var steps = DigitPreparation.Trace(picture, name);
            Set(steps.Image, steps);
        }
        catch (InvalidDataException exception)
        {
            Set(s_noPixels, error: exception.Message);
        }
    }

    /// <summary>Reads an image that needs no preparation.</summary>
    /// <param name="pixels">[28, 28] bytes, 0 for background to 255 for ink.</param>
    /// <param name="className">The name of its true class, where it is known.</param>
    /// <exception cref="ArgumentException">The image has another size.</exception>
    public void Show(byte[] pixels, string? className = null)
    {
        if (pixels.Length != MnistNormalizer.Size * MnistNormalizer.Size)
        {
            throw new ArgumentException(
                $"DigitReading: an image of {pixels.Length} pixels, {MnistNormalizer.Size}x{MnistNormalizer.Size} expected",
                nameof(pixels));
        }

        Set(pixels, className: className);
    }

    /// <summary>Removes the image.</summary>
    public void Clear() => Set(s_noPixels);

    /// <summary>Reads the image with another model.</summary>
    /// <param name="model">A model for images of 28x28.</param>
    /// <exception cref="InvalidDataException">It is for other images; the model that was used before still is.</exception>
    public void Use(NamedModel model)
    {
        Check(model);
        var className = Label is { } label ? Model.ClassNames[label] : null;
        Source = model;
        Label = IndexOf(className);
        Refresh();
    }

    /// <summary>Notes that the weights of the model were changed.</summary>
    public void Refresh()
    {
        _prediction = null;
        Inspection.Forget();
        Version++;
        Changed?.Invoke();
    }

    private static void Check(NamedModel named)
    {
        const int Side = MnistNormalizer.Size;
        var model = named.Model;
        if ((model.Preparation, model.Rows, model.Columns) != (ImagePreparation.Mnist, Side, Side))
        {
            throw new InvalidDataException(
                $"{named.Name}: a model for images of {model.Rows}x{model.Columns} with the preparation {KebabCase.Of(model.Preparation)}, "
                + $"pictures are prepared as MNIST's {Side}x{Side} images");
        }
    }

    private void Set(
        ReadOnlyMemory<byte> pixels, PreparationSteps? preparation = null, string? className = null, string? error = null)
    {
        Pixels = pixels;
        Image = Array.ConvertAll(pixels.ToArray(), pixel => pixel / 255f);
        (Preparation, Label, Error) = (preparation, IndexOf(className), error);
        Refresh();
    }

    private int? IndexOf(string? className)
    {
        for (var i = 0; i < Model.ClassNames.Count; i++)
            if (Model.ClassNames[i] == className)
                return i;
        return null;
    }
}
