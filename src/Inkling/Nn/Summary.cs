using System.Text;

namespace Inkling.Nn;

/// <summary>A summary of a model: the output shape and the parameters of each layer.</summary>
/// <param name="Layers">The layers in the order of the forward pass.</param>
/// <param name="Parameters">The number of parameters of the model.</param>
public sealed record Summary(IReadOnlyList<LayerSummary> Layers, int Parameters)
{
    /// <summary>
    /// Summarises a model by a forward pass of zeros, in evaluation mode and without gradients.
    /// </summary>
    /// <param name="model">The model; a <see cref="Sequential"/> has a line for each module, any other module one line.</param>
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

    /// <summary>Formats the table, with the total of the parameters.</summary>
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

/// <summary>A layer of a <see cref="Summary"/>.</summary>
/// <param name="Name">The layer's name in the state dictionary.</param>
/// <param name="Layer">Its description, such as "Linear(784, 128)".</param>
/// <param name="Output">The shape of its output.</param>
/// <param name="Parameters">The number of its parameters.</param>
public sealed record LayerSummary(string Name, string Layer, Shape Output, int Parameters);
