using Inkling.Models;
using Inkling.Nn;
using Inkling.Training;

namespace Inkling.Analysis;

/// <summary>
/// The weights of a model's first layer as images: for a linear layer an image of the input's size for each output, for a convolution the
/// kernel of each pair of input and output channels.
/// </summary>
public sealed class FirstLayerWeights
{
    private readonly float[] _values;

    private FirstLayerWeights(string parameter, string layer, int rows, int columns, float[] values)
    {
        (Parameter, Layer, Rows, Columns, _values) = (parameter, layer, rows, columns, values);
        foreach (var value in values)
            Largest = Math.Max(Largest, Math.Abs(value));
    }

    /// <summary>Gets the name of the parameter in the state dictionary, such as "1.weight".</summary>
    public string Parameter { get; }

    /// <summary>Gets the description of the layer, such as "Linear(784, 128)".</summary>
    public string Layer { get; }

    /// <summary>Gets the number of rows of an image.</summary>
    public int Rows { get; }

    /// <summary>Gets the number of columns of an image.</summary>
    public int Columns { get; }

    /// <summary>Gets the number of images.</summary>
    public int Count => _values.Length / (Rows * Columns);

    /// <summary>Gets the largest absolute value of all weights.</summary>
    public float Largest { get; }

    /// <summary>The weights of one image, row by row: [rows, columns].</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such image.</exception>
    public ReadOnlySpan<float> Image(int index) => (uint)index < (uint)Count
        ? _values.AsSpan(index * Rows * Columns, Rows * Columns)
        : throw new ArgumentOutOfRangeException(
            nameof(index), index, $"image {index} of the weights is given, 0 to {Count - 1} are expected");

    /// <summary>Takes a copy of the weights of the first layer that has any, in the order in which layers are registered.</summary>
    /// <exception cref="ArgumentException">
    /// There is no such layer, or its weights are neither kernels nor one for each pixel.
    /// </exception>
    public static FirstLayerWeights Of(TrainedModel model)
    {
        using var _ = new NoGrad();
        var pixels = model.Rows * model.Columns;
        return FirstParameter(model.Module) switch
        {
            (var name, Conv2d layer) => new FirstLayerWeights(
                name, layer.ToString(), layer.KernelSize.Height, layer.KernelSize.Width, layer.Weight.ToArray()),
            (var name, Linear layer) when layer.InFeatures == pixels => new FirstLayerWeights(
                name, layer.ToString(), model.Rows, model.Columns, layer.Weight.ToArray()),
            (var name, var layer) when model.Module.StateDictionary()[name] is { Rank: 2 } weights && weights.Shape[0] == pixels
                && layer is not Linear =>
                new FirstLayerWeights(name, $"{layer}", model.Rows, model.Columns, weights.Transpose().ToArray()),
            (var name, var layer) => throw new ArgumentException(
                $"{model.Name}: {name} of {layer} is {model.Module.StateDictionary()[name].Shape}, "
                + $"expected kernels or a weight for each of {pixels} pixels",
                nameof(model)),
            _ => throw new ArgumentException($"{model.Name}: no layer of it has weights, expected at least one", nameof(model)),
        };
    }

    /// <summary>The name of the first parameter, and the module that it belongs to.</summary>
    private static (string Name, Module Module)? FirstParameter(Module network)
    {
        if (network.NamedParameters().FirstOrDefault().Name is not { } parameter)
            return null;
        var owner = parameter[..Math.Max(0, parameter.LastIndexOf('.'))];
        return (parameter, network.NamedModules().First(entry => entry.Name == owner).Module);
    }
}
