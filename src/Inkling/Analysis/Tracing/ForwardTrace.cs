using Inkling.Models;
using Inkling.Nn;

namespace Inkling.Analysis;

/// <summary>
/// The forward pass of a network for one image, layer by layer, down to each multiplication: <see cref="Activation.ValueAt"/> has the
/// products of a value, <see cref="Activation.UsesOf"/> where a value goes.
/// </summary>
/// <remarks>
/// Layers are computed one by one, also those that inference computes in one pass, to the same bits. A trace holds copies and no tensors;
/// the calculation of a single value is made when it is asked for.
/// </remarks>
public sealed class ForwardTrace
{
    private static readonly Softmax Softmax = new();

    private readonly float[] _image, _logits, _probabilities;

    internal ForwardTrace(TrainedModel model, float[] image, IReadOnlyList<Activation> layers)
    {
        (Model, _image, Layers) = (model, image, layers);
        _logits = [.. layers[^1].Values];
        _probabilities = model.Probabilities(Tensor.From(_logits, 1, _logits.Length)).ToArray();
        Probabilities = new Activation(
            layers, "softmax", Softmax, (layers[^1].Shape, _logits), layers.Count - 1, (layers[^1].Shape, _probabilities),
            new SoftmaxRule(model.Temperature));
    }

    /// <summary>Gets the model.</summary>
    public TrainedModel Model { get; }

    /// <summary>Gets the image: [rows, columns], 0 for background to 1 for ink.</summary>
    public ReadOnlySpan<float> Image => _image;

    /// <summary>
    /// Gets each layer with its output, in the order of computation; the output of the last one is the logits. A group of layers, such as a
    /// <see cref="Sequential"/>, is there only where it computes something that none of its parts does, as the sum of a residual block.
    /// </summary>
    public IReadOnlyList<Activation> Layers { get; }

    /// <summary>Gets the logits: [classes].</summary>
    public ReadOnlySpan<float> Logits => _logits;

    /// <summary>
    /// Gets the softmax of the logits over <see cref="TrainedModel.Temperature"/>, which is no layer of the network: [classes].
    /// </summary>
    public Activation Probabilities { get; }

    /// <summary>Gets the probabilities and the class with the image, without a label.</summary>
    public Prediction Prediction => Prediction.FromLogits(Model.ClassNames, _logits, _probabilities, _image, label: null);

    /// <summary>Computes the logits of an image in evaluation mode; the model is afterwards as it was before.</summary>
    /// <param name="model">A model. It is used by this thread alone meanwhile.</param>
    /// <param name="image">[rows, columns] from 0 to 1.</param>
    /// <exception cref="ArgumentException">
    /// The image has another size or values that are not from 0 to 1, or the model does not give a logit for each class.
    /// </exception>
    public static ForwardTrace Of(TrainedModel model, ReadOnlySpan<float> image)
    {
        Require.Image(model, image, "ForwardTrace");
        using var mode = new EvaluationMode(model.Module);
        using var _ = new NoGrad();
        var input = Tensor.From(image, 1, 1, model.Rows, model.Columns);
        var trace = new ForwardTrace(
            model, image.ToArray(), LayerRecorder.Record("ForwardTrace", model, input, model.Module.NamedModules()));
        input.Release();
        return trace;
    }
}
