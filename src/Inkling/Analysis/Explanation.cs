using Inkling.Data;
using Inkling.Models;
using Inkling.Training;

namespace Inkling.Analysis;

/// <summary>What flowed when a model read one image, and which pixels spoke for and against its verdict.</summary>
public sealed class Explanation
{
    private readonly float[] _image, _logits, _probabilities, _contributions;

    private Explanation(TrainedModel model, float[] image, IReadOnlyList<Activation> layers)
    {
        (Model, _image, Layers) = (model, image, layers);
        _logits = [.. layers[^1].Values];
        _probabilities = new float[_logits.Length];
        Kernels.SoftmaxRows.Softmax(_logits, _probabilities, _logits.Length);
        (Class, RunnerUp) = (ArgMax.Of(_logits), ArgMax.RunnerUp(_logits));
        _contributions = new float[image.Length];
    }

    /// <summary>The model.</summary>
    public TrainedModel Model { get; }

    /// <summary>What went in: [rows, columns], 0 for background to 1 for ink.</summary>
    public ReadOnlySpan<float> Image => _image;

    /// <summary>What came out of each layer, in the order in which they compute; the last one gives the logits.</summary>
    public IReadOnlyList<Activation> Layers { get; }

    /// <summary>[classes].</summary>
    public ReadOnlySpan<float> Logits => _logits;

    /// <summary>The softmax of the logits: [classes].</summary>
    public ReadOnlySpan<float> Probabilities => _probabilities;

    /// <summary>The class that the image is taken for.</summary>
    public int Class { get; }

    /// <summary>The probability of that class.</summary>
    public float Confidence => _probabilities[Class];

    /// <summary>The probabilities and the class with the image, without a label.</summary>
    public Prediction Prediction => Prediction.FromLogits(Model.ClassNames, _logits, _probabilities, _image, label: null);

    /// <summary>The class with the second largest logit.</summary>
    public int RunnerUp { get; }

    /// <summary>
    /// How far the logit of <see cref="Class"/> is above that of <see cref="RunnerUp"/>: what the contributions are shares of.
    /// </summary>
    public float Margin => _logits[Class] - _logits[RunnerUp];

    /// <summary>
    /// What each pixel does for the verdict, [rows, columns]: its value times the slope of <see cref="Margin"/> at it. Above 0 it speaks
    /// for the verdict, below 0 for the
    /// runner-up. (Gradient times input: Shrikumar, Greenside, Shcherbina and Kundaje, "Not Just a Black Box", 2016, section 3; the slope
    /// alone is the saliency of
    /// Simonyan, Vedaldi and Zisserman, ICLR workshop 2014, section 3.)
    /// </summary>
    /// <remarks>
    /// For a linear model the contributions and the difference of both biases add up to <see cref="Margin"/>. For others this is the first
    /// term of a series, true close to
    /// the image. A background pixel contributes nothing; ink that is missing shows in no contribution.
    /// </remarks>
    public ReadOnlySpan<float> Contributions => _contributions;

    /// <summary>Lets a model read an image, layer by layer, in evaluation mode; the model is afterwards as it was before.</summary>
    /// <param name="model">A model of two classes or more.</param>
    /// <param name="image">[rows, columns] from 0 to 1.</param>
    /// <exception cref="ArgumentException">The image has another size or values that are not from 0 to 1, or the model has one class
    /// only.</exception>
    public static Explanation Of(TrainedModel model, ReadOnlySpan<float> image)
    {
        if (image.Length != model.Rows * model.Columns)
            throw new ArgumentException(
                $"Explanation: {image.Length} pixels, {model.Name} expects {model.Rows}x{model.Columns}", nameof(image));
        if (image.ContainsAnyExceptInRange(0, 1))
            throw new ArgumentException("Explanation: a pixel is not from 0 to 1", nameof(image));
        if (model.ClassNames.Count < 2)
            throw new ArgumentException(
                $"Explanation: {model.Name} has {model.ClassNames.Count} class, expected two or more", nameof(model));
        using var _ = new EvaluationScope(model.Module);
        var input = Tensor.From(image, 1, 1, model.Rows, model.Columns);
        var explanation = new Explanation(model, image.ToArray(), Flow(model, input));
        explanation.Contribute(input);
        return explanation;
    }

    /// <summary>Lets a model read an image of a set.</summary>
    /// <param name="model">A model of two classes or more.</param>
    /// <param name="set">Images of the model's size.</param>
    /// <param name="index">Which image of it.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such image.</exception>
    /// <exception cref="ArgumentException">The images have another size, or the model has one class only.</exception>
    public static Explanation Of(TrainedModel model, ImageDataset set, int index) => Of(model, set.Take([index]).Inputs.Span);

    private static List<Activation> Flow(TrainedModel model, Tensor input)
    {
        using var _ = new NoGrad();
        var (current, layers) = (input, new List<Activation>());
        foreach (var stage in model.Module.Stages)
        {
            current = stage.Forward(current);
            layers.Add(new Activation(stage.Name, stage.Layer, current.Shape.Without(0), current.ToArray()));
        }

        if (current.Shape != new Shape(1, model.ClassNames.Count))
            throw new ArgumentException(
                $"Explanation: {model.Name} gives {current.Shape}, expected [1, {model.ClassNames.Count}]", nameof(model));
        return layers;
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

/// <summary>What came out of a layer for one image.</summary>
public sealed class Activation
{
    internal Activation(string name, string layer, Shape shape, float[] values)
    {
        (Name, Layer, Shape, _values) = (name, layer, shape, values);
        (Min, Max) = (float.PositiveInfinity, float.NegativeInfinity);
        foreach (var value in values)
        {
            (Min, Max) = (MathF.Min(Min, value), MathF.Max(Max, value));
            Mean += value / values.Length;
            Zeros += value == 0 ? 1 : 0;
        }
    }

    private readonly float[] _values;

    /// <summary>The layer's name, such as "1" or "layer2"; empty where the model is one piece.</summary>
    public string Name { get; }

    /// <summary>What it is, such as "Linear(784, 128)".</summary>
    public string Layer { get; }

    /// <summary>The shape for one image, such as [128] or [64, 7, 7].</summary>
    public Shape Shape { get; }

    /// <summary>The numbers, the last dimension running fastest.</summary>
    public ReadOnlySpan<float> Values => _values;

    /// <summary>The smallest of them.</summary>
    public float Min { get; }

    /// <summary>The largest of them.</summary>
    public float Max { get; }

    /// <summary>Their mean.</summary>
    public double Mean { get; }

    /// <summary>How many are zero: units that are silent after a ReLU.</summary>
    public int Zeros { get; }
}
