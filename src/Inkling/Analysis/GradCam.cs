using System.Numerics.Tensors;
using Inkling.Nn;

namespace Inkling.Analysis;

/// <summary>
/// Gradient-weighted class activation mapping: relu(sum over k of a_k A_k) of the feature maps A of a layer, where a_k is the mean over the
/// positions of dz/dA_k and z the output, enlarged to the image by bilinear interpolation (Selvaraju et al., "Grad-CAM", ICCV 2017,
/// equations 1 and 2).
/// </summary>
/// <remarks>
/// Without the name of a layer, the feature maps are those of the last convolution, after the normalisation and activation that follow it:
/// the output of the last module that has the shape of the output of the last convolution with more than one position.
/// </remarks>
public sealed class GradCam : AttributionMethod
{
    private const int MaximumListed = 10;

    private readonly string? _layer;

    /// <summary>Grad-CAM on the feature maps of a layer.</summary>
    /// <param name="layer">
    /// The name of the layer, such as "block4" (<see cref="Module.NamedModules"/>); the last convolution when null.
    /// </param>
    public GradCam(string? layer = null) => _layer = layer;

    /// <inheritdoc/>
    public override string Name => "grad-cam";

    /// <inheritdoc/>
    public override string Title => "Grad-CAM";

    internal override Attribution Compute(AttributionInput input)
    {
        var layer = Choose(input);
        var (maps, gradient) = Record(input, layer);
        var combined = Combine(maps, gradient);
        using var _ = new NoGrad();
        var enlarged = combined.Interpolate2d((input.Model.Rows, input.Model.Columns));
        return new Attribution(input, this, enlarged.ToArray()) { Layer = layer.Name };
    }

    /// <summary>Computes relu(sum over k of a_k A_k).</summary>
    /// <param name="maps">A, [1, channels, height, width].</param>
    /// <param name="gradient">dz/dA, of the same shape.</param>
    /// <returns>[1, 1, height, width].</returns>
    private static Tensor Combine(Tensor maps, Tensor gradient)
    {
        var (channels, positions) = (maps.Shape[1], maps.Shape[2] * maps.Shape[3]);
        var sum = Tensor.Full(maps.Shape.With(1, 1), 0);
        for (var k = 0; k < channels; k++)
        {
            var weight = TensorPrimitives.Sum<float>(gradient.Span.Slice(k * positions, positions)) / positions;
            TensorPrimitives.MultiplyAdd(maps.Span.Slice(k * positions, positions), weight, sum.Span, sum.Span);
        }

        TensorPrimitives.Max(sum.Span, 0f, sum.Span);
        return sum;
    }

    /// <summary>Computes the output of a layer for the image, and the gradient of the output with respect to it.</summary>
    private (Tensor Maps, Tensor Gradient) Record(AttributionInput input, Layer layer)
    {
        // A module that is used several times has its last output recorded, whose gradient is the first to be computed.
        Tensor? maps = null, gradient = null;
        using var forward = layer.Module.RegisterForwardHook((_, _, output) => maps = output.Clone());
        using var backward = layer.Module.RegisterFullBackwardHook((_, _, dy) => gradient ??= dy);
        input.Gradient();
        return gradient is { } found
            ? (maps!.Value, found)
            : throw Refused(input, $"a layer {layer.Name} that the logits do not depend on", "one that they depend on");
    }

    private Layer Choose(AttributionInput input)
    {
        var layers = FeatureMaps(input);
        if (_layer is not null)
        {
            return layers.Find(layer => layer.Name == _layer) ?? throw Refused(
                input, $"no feature maps in a layer '{_layer}'", layers.Count > 0 ? Listed(layers) : "a convolutional network");
        }

        var last = layers.FindLast(layer => layer.Module is ConvolutionLayer && layer.Output[2] * layer.Output[3] > 1)
            ?? throw Refused(input, "no convolution with feature maps of more than one position", "a convolutional network");
        return layers.FindLast(layer => layer.Output == last.Output)!;
    }

    /// <summary>The layers whose output is feature maps, in the order of their last use.</summary>
    private static List<Layer> FeatureMaps(AttributionInput input)
    {
        var layers = new List<Layer>();
        var hooks = input.Model.Module.NamedModules().Where(entry => entry.Name.Length > 0)
            .Select(entry => entry.Module.RegisterForwardHook((module, _, output) =>
            {
                layers.RemoveAll(layer => layer.Module == module);
                if (output.Rank == 4)
                    layers.Add(new Layer(entry.Name, module, output.Shape));
            }))
            .ToList();
        try
        {
            input.OutputsOf(input.ImageTensor(), [0]);
        }
        finally
        {
            foreach (var hook in hooks)
                hook.Dispose();
        }

        return layers;
    }

    private NotSupportedException Refused(AttributionInput input, string given, string expected) =>
        new($"{Name}: {input.Model.Name} has {given}, expected {expected}");

    private static string Listed(List<Layer> layers) =>
        "one of " + string.Join(", ", layers.Take(MaximumListed).Select(layer => layer.Name))
        + (layers.Count > MaximumListed ? $" and {layers.Count - MaximumListed} more" : "");

    private sealed record Layer(string Name, Module Module, Shape Output);
}
