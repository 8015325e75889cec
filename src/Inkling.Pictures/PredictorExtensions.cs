using Inkling.Data;
using Inkling.Models;

namespace Inkling.Pictures;

/// <summary>Classifies picture files with a trained model: <c>Predictor.Load("runs/digits").Predict("photo.jpg")</c>.</summary>
public static class PredictorExtensions
{
    /// <summary>Reads, prepares and classifies a picture file.</summary>
    /// <param name="predictor">A predictor whose model takes 28x28 images.</param>
    /// <param name="path">A PNG, JPEG, WebP, BMP or GIF file that shows one digit.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="DirectoryNotFoundException">There is no such directory.</exception>
    /// <exception cref="InvalidDataException">
    /// The file is not a picture that is read, or blank; the message begins with the path.
    /// </exception>
    /// <exception cref="ArgumentException">The model takes images of another size, or that are prepared otherwise.</exception>
    public static Prediction Predict(this Predictor predictor, string path) => predictor.Predict(PictureFile.Read(path), path);

    /// <summary>Reads, prepares and classifies the content of a picture file.</summary>
    /// <param name="predictor">A predictor whose model takes 28x28 images.</param>
    /// <param name="stream">The content of a PNG, JPEG, WebP, BMP or GIF file, read from its position to its end.</param>
    /// <param name="name">The name of the picture in messages.</param>
    /// <exception cref="InvalidDataException">
    /// The content is not a picture that is read, or blank; the message begins with the name.
    /// </exception>
    /// <exception cref="ArgumentException">The model takes images of another size, or that are prepared otherwise.</exception>
    public static Prediction Predict(this Predictor predictor, Stream stream, string name = "picture") =>
        predictor.Predict(PictureFile.Read(stream, name), name);

    /// <summary>Prepares and classifies a picture.</summary>
    /// <param name="predictor">A predictor whose model takes 28x28 images.</param>
    /// <param name="picture">One digit, dark on light or light on dark, of any size.</param>
    /// <param name="name">The name of the picture in messages.</param>
    /// <exception cref="InvalidDataException">The picture is blank; the message begins with the name.</exception>
    /// <exception cref="ArgumentException">The model takes images of another size, or that are prepared otherwise.</exception>
    public static Prediction Predict(this Predictor predictor, GrayImage picture, string name = "picture") =>
        predictor.Model.Preparation == ImagePreparation.Mnist
            ? predictor.Predict(DigitPreparation.Prepare(picture, name))
            : throw new ArgumentException(
                $"{predictor.Model.Name}: a model for prepared images of {predictor.Model.Rows}x{predictor.Model.Columns}, "
                + $"pictures are prepared as {MnistNormalizer.Size}x{MnistNormalizer.Size}",
                nameof(predictor));

    /// <summary>Classifies the images of a file.</summary>
    /// <param name="predictor">A predictor whose model takes 28x28 images.</param>
    /// <param name="file">The file.</param>
    /// <returns>[N] predictions, labelled where the labels are known and the model has their class.</returns>
    /// <exception cref="ArgumentException">The model takes images of another size, or that are prepared otherwise.</exception>
    public static IReadOnlyList<Prediction> Predict(this Predictor predictor, DigitFile file)
    {
        var predictions = predictor.Predict(file.Images);
        return file.LabelsFile is null ? [.. predictions.Select(prediction => prediction.WithLabel(null))] : predictions;
    }
}
