using Inkling.Analysis;
using Inkling.Data;
using Inkling.Figures.Images;
using Inkling.Models;
using Inkling.Nn;

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

    private const int PartParameters = 300_000;

    // The values of a layer in a histogram.
    private const int MaxValues = 2000;

    /// <summary>Looks at a network.</summary>
    /// <param name="model">The network.</param>
    /// <param name="step">The number of steps that it was trained for.</param>
    /// <param name="test">The test images, of which the first ones are the panel.</param>
    /// <param name="hasGradients">Whether its gradients are those of the last step.</param>
    internal static NetworkView Of(TrainedModel model, int step, ImageDataset test, bool hasGradients) =>
        InParts(model, step, test, hasGradients).Last()!;

    /// <summary>Looks at a network, some images at a time: null until the last part.</summary>
    /// <inheritdoc cref="Of"/>
    internal static IEnumerable<NetworkView?> InParts(TrainedModel model, int step, ImageDataset test, bool hasGradients)
    {
        var panel = test.Take(PanelSize);
        var partSize = PartSizeOf(model.Module);
        var predictions = new List<PredictedImage>();
        var activations = new List<(IReadOnlyList<LayerValues> Layers, double Share)>();
        for (var first = 0; first < panel.Count; first += partSize)
        {
            var part = panel.Select([.. Enumerable.Range(first, Math.Min(partSize, panel.Count - first))]);
            foreach (var prediction in new Predictor(model).Predict(part))
                predictions.Add(new PredictedImage(predictions.Count, Raster.Of(panel, predictions.Count), prediction));
            yield return null;
            var (images, labels) = part.All();
            var share = part.Count / (double)panel.Count;
            activations.Add((LayerValues.Activations(model, images, (int)Math.Ceiling(MaxValues * share)), share));
            images.Release();
            labels.Release();
            yield return null;
        }

        yield return new NetworkView(
            step, WeightsOf(model), predictions, Join(activations), hasGradients ? LayerValues.Gradients(model.Module) : []);
    }

    /// <summary>The number of images that are computed at once: few where convolutions take long.</summary>
    private static int PartSizeOf(Module module) => module.Modules().Any(layer => layer is Conv2d)
        ? Math.Clamp(PartParameters / module.ParameterCount(), 1, PanelSize)
        : PanelSize;

    private static IReadOnlyList<LayerValues> Join(List<(IReadOnlyList<LayerValues> Layers, double Share)> parts) =>
    [
        .. parts[0].Layers.Select((layer, i) => new LayerValues(
            layer.Name, [.. parts.SelectMany(part => part.Layers[i].Values)], parts.Sum(part => part.Layers[i].Zeros * part.Share))),
    ];

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
