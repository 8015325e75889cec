using Inkling.Analysis;
using Inkling.Data;
using Inkling.Figures.Images;
using Inkling.Models;

namespace Inkling.Lab.Reading;

/// <summary>An attack on the image of a reading: what the model predicts after a perturbation of at most epsilon per pixel.</summary>
/// <param name="reading">The reading, which has a prediction while something is computed.</param>
public sealed class ImageAttack(DigitReading reading)
{
    /// <summary>The largest epsilon that can be chosen.</summary>
    public const float MaximumEpsilon = 0.5f;

    /// <summary>Gets the attacks that can be chosen.</summary>
    public static IReadOnlyList<Attack> Methods { get; } = [new FastGradientSign(), new ProjectedGradient()];

    /// <summary>Gets or sets the attack.</summary>
    public Attack Method { get; set; } = Methods[0];

    /// <summary>Gets or sets the largest change of a pixel, 0 to <see cref="MaximumEpsilon"/>.</summary>
    public float Epsilon { get; set; }

    /// <summary>Gets the class that the attack leads away from: the label where it is known, else the predicted class.</summary>
    public int Class => reading.Label ?? IndexOf(reading.Prediction!.ClassName);

    /// <summary>Perturbs the image.</summary>
    /// <returns>The perturbed image, [28, 28] from 0 to 1, and the prediction for it.</returns>
    public (float[] Image, Prediction Prediction) Perturb()
    {
        var model = reading.Model;
        var images = Tensor.From(reading.Image.Span, 1, 1, model.Rows, model.Columns);
        var perturbed = Method.Perturb(model, images, Tensor.From([Class], 1), Epsilon).ToArray();
        return (perturbed, new Predictor(model).Predict(perturbed));
    }

    /// <summary>Draws the image, the perturbation and the perturbed image.</summary>
    /// <param name="perturbed">The perturbed image.</param>
    /// <param name="prediction">The prediction for it.</param>
    public AdversarialExample Draw(float[] perturbed, Prediction prediction)
    {
        var (rows, columns) = (reading.Model.Rows, reading.Model.Columns);
        return new AdversarialExample(
            FormattableString.Invariant($"{Method.Name}, epsilon {Epsilon:0.000}"), new Raster(reading.Image.Span, rows, columns),
            new Raster(perturbed, rows, columns), reading.Prediction!, prediction);
    }

    /// <summary>Searches for the smallest epsilon that makes the model misclassify the image.</summary>
    /// <returns>The epsilon; 0 where it is misclassified already, positive infinity where none up to 1 was found.</returns>
    public float FindSmallestEpsilon()
    {
        var model = reading.Model;
        var image = new ImageDataset("image", reading.Pixels.ToArray(), [(byte)Class], model.ClassNames, model.Rows, model.Columns);
        return MinimalEpsilon.Search(model, image, Method)[0];
    }

    private int IndexOf(string? name) => Math.Max(0, reading.Model.ClassNames.ToList().IndexOf(name!));
}
