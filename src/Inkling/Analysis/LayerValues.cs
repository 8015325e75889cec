using Inkling.Models;
using Inkling.Nn;

namespace Inkling.Analysis;

/// <summary>Values of one layer, for a histogram: its outputs for some images, or the gradients of its parameters.</summary>
/// <param name="Name">The name of the layer in its network, and what it is: "1 Linear(784, 128)".</param>
/// <param name="Values">The values; of many, some at even distances.</param>
/// <param name="Zeros">The share of all values that are 0, 0 to 1.</param>
public sealed record LayerValues(string Name, IReadOnlyList<double> Values, double Zeros)
{
    /// <summary>
    /// Takes the outputs of the layers of a network, in the order of computation, in evaluation mode and without recording.
    /// </summary>
    /// <param name="model">The network, which is afterwards as it was before.</param>
    /// <param name="images">[N, 1, rows, columns] of the model's size.</param>
    /// <param name="most">The most values of a layer, at least 1.</param>
    public static IReadOnlyList<LayerValues> Activations(TrainedModel model, Tensor images, int most = 2000)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(most, 1);
        var layers = new List<LayerValues>();
        var hooks = new List<IDisposable>();
        using var mode = new EvaluationMode(model.Module);
        using var _ = new NoGrad();
        try
        {
            foreach (var (name, module) in model.Module.NamedModules().Where(entry => !entry.Module.Children.Any()))
                hooks.Add(module.RegisterForwardHook((layer, input, output) => layers.Add(Of(Title(name, layer), output.Span, most))));
            model.Module.Forward(images);
        }
        finally
        {
            foreach (var hook in hooks)
                hook.Dispose();
        }

        return layers;
    }

    /// <summary>Takes the gradients of the weights of each layer, as the last backward pass has left them.</summary>
    /// <param name="module">The network.</param>
    /// <param name="most">The most values of a layer, at least 1.</param>
    /// <returns>The layers whose weights have a gradient; none before the first step.</returns>
    public static IReadOnlyList<LayerValues> Gradients(Module module, int most = 2000)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(most, 1);
        return
        [
            .. module.NamedParameters()
                .Where(parameter => parameter.Value is { HasGrad: true, Rank: > 1 })
                .Select(parameter => Of(parameter.Name, parameter.Value.Grad.Span, most)),
        ];
    }

    private static string Title(string name, Module layer) => name.Length > 0 ? $"{name} {layer}" : $"{layer}";

    private static LayerValues Of(string name, ReadOnlySpan<float> values, int most)
    {
        var stride = Math.Max(1, (values.Length + most - 1) / most);
        var taken = new double[(values.Length + stride - 1) / stride];
        for (var i = 0; i < taken.Length; i++)
            taken[i] = values[i * stride];
        var zeros = 0;
        foreach (var value in values)
            zeros += value == 0 ? 1 : 0;
        return new LayerValues(name, taken, zeros / (double)Math.Max(1, values.Length));
    }
}
