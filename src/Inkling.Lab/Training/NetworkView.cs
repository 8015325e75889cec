using Inkling.Analysis;
using Inkling.Data;
using Inkling.Figures.Images;
using Inkling.Models;

namespace Inkling.Lab.Training;

/// <summary>
/// A network at a moment of its training: its weights, its predictions for a panel of test images, and values of its layers.
/// </summary>
/// <param name="Step">The number of steps that it was trained for.</param>
/// <param name="Weights">The weights of the first layer as images; null where they are none.</param>
/// <param name="Panel">The panel with the predictions.</param>
/// <param name="Activations">The outputs of each layer for the panel.</param>
/// <param name="Gradients">The gradients of the weights of each layer in the last step; empty where they are not known.</param>
public sealed record NetworkView(
    int Step, WeightImages? Weights, IReadOnlyList<PredictedImage> Panel, IReadOnlyList<LayerValues> Activations,
    IReadOnlyList<LayerValues> Gradients)
{
    /// <summary>The number of test images in the panel.</summary>
    public const int PanelSize = 20;

    private const int MaxWeights = 16;

    /// <summary>Looks at a network.</summary>
    /// <param name="model">The network.</param>
    /// <param name="step">The number of steps that it was trained for.</param>
    /// <param name="test">The test images, of which the first ones are the panel.</param>
    /// <param name="hasGradients">Whether its gradients are those of the last step.</param>
    internal static NetworkView Of(TrainedModel model, int step, ImageDataset test, bool hasGradients)
    {
        var panel = test.Take(PanelSize);
        var predictions = new Predictor(model).Predict(panel);
        var (images, labels) = panel.All();
        var activations = LayerValues.Activations(model, images);
        images.Release();
        labels.Release();
        return new NetworkView(
            step, WeightsOf(model), [.. predictions.Select((prediction, i) => new PredictedImage(i, Raster.Of(panel, i), prediction))],
            activations, hasGradients ? LayerValues.Gradients(model.Module) : []);
    }

    /// <summary>Gets the weights of the first layer as images; null where they are none.</summary>
    public static WeightImages? WeightsOf(TrainedModel model)
    {
        try
        {
            return WeightImages.Of(model, MaxWeights);
        }
        catch (ArgumentException)
        {
            // The first layer has neither kernels nor a weight for each pixel.
            return null;
        }
    }
}
