using Inkling.Models;

namespace Inkling.Analysis;

/// <summary>
/// The backward pass of a network for one image and its label: the gradient of the loss -ln p, p the softmax of the label's logit, with
/// respect to the output of each layer, each parameter and the image.
/// </summary>
/// <remarks>
/// In evaluation mode, as a forward trace: without dropout and with the running statistics of batch norms. The gradients that the
/// parameters of the model have are left alone. The loss is that of training: <see cref="TrainedModel.Temperature"/> has no part in it.
/// </remarks>
public sealed class BackwardTrace
{
    private readonly float[] _image;

    private BackwardTrace(
        ForwardTrace forward, int label, float loss, float[] image, IReadOnlyList<LayerGradient> layers,
        IReadOnlyList<ParameterGradient> parameters) =>
        (Forward, Label, Loss, _image, Layers, Parameters) = (forward, label, loss, image, layers, parameters);

    /// <summary>Gets the forward pass, to the same bits as <see cref="ForwardTrace.Of"/>.</summary>
    public ForwardTrace Forward { get; }

    /// <summary>Gets the index of the true class.</summary>
    public int Label { get; }

    /// <summary>Gets -ln p of the label: the cross-entropy.</summary>
    public float Loss { get; }

    /// <summary>Gets the gradient with respect to the pixels: [rows, columns].</summary>
    public ReadOnlySpan<float> Image => _image;

    /// <summary>
    /// Gets the gradients with respect to the outputs of <see cref="ForwardTrace.Layers"/>, in that order; that of the last one, the
    /// logits, is p - 1 for the label and p for the others.
    /// </summary>
    public IReadOnlyList<LayerGradient> Layers { get; }

    /// <summary>Gets the gradients with respect to all parameters, frozen ones too, in the order of registration.</summary>
    public IReadOnlyList<ParameterGradient> Parameters { get; }

    /// <summary>Computes the gradients; the model is afterwards as it was before.</summary>
    /// <param name="model">A model. It is used by this thread alone meanwhile.</param>
    /// <param name="image">[rows, columns] from 0 to 1.</param>
    /// <param name="label">The index of the true class.</param>
    /// <exception cref="ArgumentException">
    /// The image has another size or values that are not from 0 to 1, or the model does not give a logit for each class.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException">The label is not one of the classes.</exception>
    public static BackwardTrace Of(TrainedModel model, ReadOnlySpan<float> image, int label)
    {
        Require.Image(model, image, "BackwardTrace");
        Require.Label("BackwardTrace", model, label);
        using var scope = new GradientScope(model.Module, unfreezes: true);
        var input = Tensor.From(image, 1, 1, model.Rows, model.Columns).RequireGrad();
        var outputs = new List<Tensor>();
        var layers = LayerRecorder.Record(
            "BackwardTrace", model, input, model.Module.NamedModules(),
            (_, output) => outputs.Add(output.RequiresGrad ? output.RetainGrad() : output));
        var loss = outputs[^1].CrossEntropy(Tensor.From([label], 1));
        loss.Backward();
        return new BackwardTrace(
            new ForwardTrace(model, image.ToArray(), layers), label, loss.Item(), GradientOf(input),
            [.. layers.Zip(outputs, (layer, output) => new LayerGradient(layer, GradientOf(output)))],
            [.. model.Module.NamedParameters().Select(Measure)]);
    }

    private static float[] GradientOf(Tensor tensor) => tensor.HasGrad ? tensor.Grad.ToArray() : new float[tensor.Length];

    private static ParameterGradient Measure((string Name, Tensor Value) parameter)
    {
        using var _ = new NoGrad();
        return new ParameterGradient(
            parameter.Name, parameter.Value.Length, parameter.Value.HasGrad ? parameter.Value.Grad.Norm().Item() : 0);
    }
}
