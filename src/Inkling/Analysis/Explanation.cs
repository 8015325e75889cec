using Inkling.Data;
using Inkling.Models;
using Inkling.Nn;
using Inkling.Training;

namespace Inkling.Analysis;

/// <summary>
/// The activations of a model for one image, and the contribution of each pixel to the prediction. Any <see cref="Module"/> can be
/// explained: the activations are recorded by forward hooks on its parts.
/// </summary>
public sealed class Explanation
{
    private readonly float[] _image, _logits, _probabilities, _contributions;

    private Explanation(TrainedModel model, float[] image, IReadOnlyList<Activation> layers)
    {
        (Model, _image, Layers) = (model, image, layers);
        _logits = [.. layers[^1].Values];
        _probabilities = model.Probabilities(Tensor.From(_logits, 1, _logits.Length)).ToArray();
        (Class, RunnerUp) = (ArgMax.Of(_logits), ArgMax.RunnerUp(_logits));
        _contributions = new float[image.Length];
    }

    /// <summary>The model.</summary>
    public TrainedModel Model { get; }

    /// <summary>The image: [rows, columns], 0 for background to 1 for ink.</summary>
    public ReadOnlySpan<float> Image => _image;

    /// <summary>The output of each layer, in the order of computation; that of the last one is the logits.</summary>
    public IReadOnlyList<Activation> Layers { get; }

    /// <summary>The logits: [classes].</summary>
    public ReadOnlySpan<float> Logits => _logits;

    /// <summary>The probabilities (<see cref="TrainedModel.Probabilities"/>): [classes].</summary>
    public ReadOnlySpan<float> Probabilities => _probabilities;

    /// <summary>The predicted class.</summary>
    public int Class { get; }

    /// <summary>The probability of the predicted class.</summary>
    public float Confidence => _probabilities[Class];

    /// <summary>The probabilities and the class with the image, without a label.</summary>
    public Prediction Prediction => Prediction.FromLogits(Model.ClassNames, _logits, _probabilities, _image, label: null);

    /// <summary>The class with the second largest logit.</summary>
    public int RunnerUp { get; }

    /// <summary>
    /// The logit of <see cref="Class"/> less that of <see cref="RunnerUp"/>, to which <see cref="Contributions"/> are shares.
    /// </summary>
    public float Margin => _logits[Class] - _logits[RunnerUp];

    /// <summary>
    /// The contribution of each pixel, [rows, columns]: its value times the gradient of <see cref="Margin"/> with respect to it. Above 0 it
    /// favours the predicted class, below 0 the runner-up. (Gradient times input: Shrikumar, Greenside, Shcherbina and Kundaje, "Not Just a
    /// Black Box", 2016, section 3; the gradient alone is the saliency of Simonyan, Vedaldi and Zisserman, ICLR workshop 2014, section 3.)
    /// </summary>
    /// <remarks>
    /// For a linear model the contributions and the difference of both biases add up to <see cref="Margin"/>. For others this is the first
    /// term of a Taylor series, valid near the image. A background pixel contributes nothing; missing ink shows in no contribution.
    /// </remarks>
    public ReadOnlySpan<float> Contributions => _contributions;

    /// <summary>Explains the prediction for an image, in evaluation mode; the model is afterwards as it was before.</summary>
    /// <param name="model">A model of two classes or more.</param>
    /// <param name="image">[rows, columns] from 0 to 1.</param>
    /// <exception cref="ArgumentException">The image has another size or values that are not from 0 to 1, or the model has one class
    /// only.</exception>
    public static Explanation Of(TrainedModel model, ReadOnlySpan<float> image)
    {
        Require.Image(model, image, "Explanation");
        if (model.ClassNames.Count < 2)
            throw new ArgumentException(
                $"Explanation: {model.Name} has {model.ClassNames.Count} class, expected two or more", nameof(model));
        using var _ = new EvaluationScope(model.Module);
        var input = Tensor.From(image, 1, 1, model.Rows, model.Columns);
        var explanation = new Explanation(model, image.ToArray(), Activations(model, input));
        explanation.Contribute(input);
        return explanation;
    }

    /// <summary>Explains the prediction for an image of a set.</summary>
    /// <param name="model">A model of two classes or more.</param>
    /// <param name="set">Images of the model's size.</param>
    /// <param name="index">The index of the image.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such image.</exception>
    /// <exception cref="ArgumentException">The images have another size, or the model has one class only.</exception>
    public static Explanation Of(TrainedModel model, ImageDataset set, int index) => Of(model, set.Take([index]).Inputs.Span);

    /// <summary>The output of each part, but for one that passes its input on, such as dropout in evaluation.</summary>
    private static List<Activation> Activations(TrainedModel model, Tensor input)
    {
        using var _ = new NoGrad();
        return [.. LayerRecorder.Record("Explanation", model, input, Parts(model.Module)).Where(layer => !layer.PassesInputOn)];
    }

    /// <summary>The parts of a network; those of its only part where that has parts itself.</summary>
    private static IEnumerable<(string Name, Module Module)> Parts(Module network)
    {
        var parent = network;
        while (parent.Children.Take(2).ToList() is [(_, var only)] && only.Children.Any())
            parent = only;
        var children = parent.Children.Select(child => child.Module).ToHashSet();
        return network.NamedModules().Where(entry => children.Contains(entry.Module));
    }

    private void Contribute(Tensor input)
    {
        input.RequireGrad();
        var logits = Model.Module.Forward(input);
        var lead = Tensor.Full(logits.Shape, 0);
        (lead.Span[Class], lead.Span[RunnerUp]) = (1, -1);
        InputGradient.Backward(input, logits, lead, _contributions);
        System.Numerics.Tensors.TensorPrimitives.Multiply(_contributions, _image, _contributions);
    }
}
