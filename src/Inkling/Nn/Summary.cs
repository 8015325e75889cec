using System.Text;

namespace Inkling.Nn;

/// <summary>What a network is made of: a line per layer with the shape that comes out and the numbers it learns.</summary>
/// <param name="Layers">The layers in the order they compute.</param>
/// <param name="Parameters">The numbers that the whole network learns.</param>
public sealed record Summary(IReadOnlyList<LayerSummary> Layers, int Parameters)
{
    /// <summary>
    /// Runs one image through a network, in evaluation mode and without recording, and notes what comes out of each part.
    /// </summary>
    /// <param name="model">The network; a <see cref="Sequential"/> is shown part by part, any other module as one line.</param>
    /// <param name="inputSizes">The shape of a batch, such as [1, 28, 28].</param>
    public static Summary Of(Module model, params ReadOnlySpan<int> inputSizes)
    {
        using var mode = new EvaluationMode(model);
        using var _ = new NoGrad();
        var current = Tensor.Zeros(inputSizes);
        var layers = new List<LayerSummary>();
        foreach (var (name, module) in model is Sequential ? model.Children : [("", model)])
        {
            current = module.Forward(current);
            layers.Add(new LayerSummary(name, module.ToString() ?? module.GetType().Name, current.Shape, module.ParameterCount()));
        }

        return new Summary(layers, model.ParameterCount());
    }

    /// <summary>The table, with the sum of the parameters below.</summary>
    public override string ToString()
    {
        var width = Layers.Select(layer => layer.Layer.Length).Append(5).Max();
        var shapes = Layers.Select(layer => layer.Output.ToString().Length).Append(12).Max();
        var text = new StringBuilder();
        text.Append($"{"layer".PadRight(width)}  {"output shape".PadRight(shapes)}  {"parameters",12}\n");
        foreach (var layer in Layers)
            text.Append($"{layer.Layer.PadRight(width)}  {layer.Output.ToString().PadRight(shapes)}  {layer.Parameters,12:N0}\n");
        return text.Append($"{"total".PadRight(width)}  {"".PadRight(shapes)}  {Parameters,12:N0}").ToString();
    }
}

/// <summary>One line of a <see cref="Summary"/>.</summary>
/// <param name="Name">The layer's name in the state dictionary.</param>
/// <param name="Layer">What it is, such as "Linear(784, 128)".</param>
/// <param name="Output">The shape that comes out.</param>
/// <param name="Parameters">How many numbers it learns.</param>
public sealed record LayerSummary(string Name, string Layer, Shape Output, int Parameters);
