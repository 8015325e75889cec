using Inkling.Models;
using Inkling.Nn;

namespace Inkling.Analysis;

/// <summary>Records what the layers of a network compute for one image, by forward hooks.</summary>
internal sealed class LayerRecorder
{
    private readonly List<Activation> _layers = [];
    private readonly List<Tensor> _outputs = [];
    private readonly Dictionary<Tensor, (float[] Values, int? Source)> _seen = [];

    private LayerRecorder(Tensor image) => _seen[image] = (image.ToArray(), -1);

    /// <summary>Computes the logits of an image and records each of the given modules that computes something.</summary>
    /// <param name="subject">What records, for error messages.</param>
    /// <param name="model">The model, in the mode in which it is to be recorded.</param>
    /// <param name="image">[1, 1, rows, columns].</param>
    /// <param name="modules">Modules of the model with their names.</param>
    /// <param name="computed">
    /// Is called with each layer and its output, which belongs to the caller then; null to release the outputs.
    /// </param>
    /// <returns>The layers in the order of computation. The last has the logits.</returns>
    /// <exception cref="ArgumentException">The model does not give a logit for each class.</exception>
    public static List<Activation> Record(
        string subject, TrainedModel model, Tensor image, IEnumerable<(string Name, Module Module)> modules,
        Action<Activation, Tensor>? computed = null)
    {
        var releases = computed is null && !model.Module.MayRetainTensors;
        var recorder = new LayerRecorder(image);
        var hooks = modules
            .Select(entry => entry.Module.RegisterForwardHook((module, x, y) => recorder.Note(entry.Name, module, x, y))).ToList();
        try
        {
            var logits = model.Module.Forward(image);
            if (logits.Shape != new Shape(1, model.ClassNames.Count))
            {
                throw new ArgumentException(
                    $"{subject}: {model.Name} gives {logits.Shape}, expected [1, {model.ClassNames.Count}]", nameof(model));
            }

            if (recorder._outputs.Count == 0 || !recorder._outputs[^1].Equals(logits))
                recorder.Add("", model.Module, image, logits);
        }
        finally
        {
            foreach (var hook in hooks)
                hook.Dispose();
        }

        foreach (var (layer, output) in recorder._layers.Zip(recorder._outputs))
        {
            computed?.Invoke(layer, output);
            if (releases && !layer.PassesInputOn && recorder._seen.Remove(output))
                output.Release();
        }

        return recorder._layers;
    }

    private void Note(string name, Module module, Tensor x, Tensor y)
    {
        // A group of layers that returns what one of them computed, or its input, computes nothing itself.
        var isGroup = y.Equals(x) ? module.Children.Any() : _seen.ContainsKey(y) && !module.HasOwnState;
        if (!isGroup)
            Add(name, module, x, y);
    }

    private void Add(string name, Module module, Tensor x, Tensor y)
    {
        var input = Of(x, null);
        var output = Of(y, _layers.Count);
        _outputs.Add(y);
        _layers.Add(new Activation(
            _layers, name, module, (OneImage(x.Shape), input.Values), input.Source, (OneImage(y.Shape), output.Values)));
    }

    /// <summary>The values of a tensor, copied once, and the index of the layer that computed it.</summary>
    private (float[] Values, int? Source) Of(Tensor tensor, int? source)
    {
        if (!_seen.TryGetValue(tensor, out var known))
            _seen[tensor] = known = (tensor.ToArray(), source);
        return known;
    }

    private static Shape OneImage(Shape shape) => shape.Rank > 0 && shape[0] == 1 ? shape.Without(0) : shape;
}
