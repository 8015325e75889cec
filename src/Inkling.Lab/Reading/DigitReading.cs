using System.Globalization;
using Inkling.Lab.Hosting;
using Inkling.Lab.Pad;
using Inkling.Models;
using Inkling.Pictures;

namespace Inkling.Lab.Reading;

/// <summary>What the page "Read" shows: a model, a picture, and the prediction for it.</summary>
internal sealed class DigitReading(NamedModel model)
{
    private readonly Predictor _predictor = new(model.Model);

    public string ModelName { get; } = model.Name;

    /// <summary>Gets the prediction for the current picture; null where there is none.</summary>
    public Prediction? Prediction { get; private set; }

    /// <summary>Gets the prediction in words, which begin with the class.</summary>
    public string Text => Prediction is { } prediction
        ? string.Create(CultureInfo.InvariantCulture, $"{prediction.ClassName} ({prediction.Confidence:P1})")
        : "";

    public void Read(GrayPicture picture)
    {
        try
        {
            Prediction = _predictor.Predict(new GrayImage(picture.Width, picture.Height, picture.Pixels));
        }
        catch (InvalidDataException)
        {
            Prediction = null;
        }
    }

    public void Clear() => Prediction = null;
}
