using Inkling.Data;
using Inkling.Models;

namespace Inkling.Analysis;

/// <summary>What an <see cref="AttributionMethod"/> computes with.</summary>
/// <param name="Model">The model, in an <see cref="EvaluationScope"/>.</param>
/// <param name="Image">[rows, columns], 0 for background to 1 for ink.</param>
/// <param name="Target">The index of the class whose output is attributed.</param>
/// <param name="Output">The output for the image; see <see cref="OutputOf"/>.</param>
/// <param name="Cancellation">Cancels the computation between two batches.</param>
internal sealed record AttributionInput(
    TrainedModel Model, float[] Image, int Target, float Output, CancellationToken Cancellation)
{
    /// <summary>The largest number of images that are computed together.</summary>
    public int BatchSize { get; } = DataLoaders.ValidationBatchSizeOf(Model.Rows, Model.Columns);

    /// <summary>The shape of a batch of variants of the image: [count, 1, rows, columns].</summary>
    public Shape BatchOf(int count) => new(count, 1, Model.Rows, Model.Columns);

    /// <summary>The image as a batch of one: [1, 1, rows, columns].</summary>
    public Tensor ImageTensor() => Tensor.From(Image, 1, 1, Model.Rows, Model.Columns);

    /// <summary>
    /// The logit of a class, of two classes less that of the other: their log-odds, since one of both logits may be constant, as with
    /// <see cref="Nn.TwoClassLogits"/>.
    /// </summary>
    /// <param name="logits">[classes].</param>
    /// <param name="target">The index of the class.</param>
    public static float OutputOf(ReadOnlySpan<float> logits, int target) =>
        logits[target] - (logits.Length == 2 ? logits[1 - target] : 0);

    /// <summary>Computes the output of the target for a batch of variants of the image, without recording.</summary>
    /// <param name="images">[N, 1, rows, columns].</param>
    /// <param name="outputs">[N].</param>
    public void OutputsOf(Tensor images, Span<float> outputs)
    {
        using var _ = new NoGrad();
        var logits = Model.Module.ForwardOwned(images, out var isOwned);
        var classes = logits.Shape[1];
        for (var i = 0; i < outputs.Length; i++)
            outputs[i] = OutputOf(logits.Span.Slice(i * classes, classes), Target);
        if (isOwned)
            logits.Release();
    }

    /// <summary>Computes the gradient of the output of the target with respect to the pixels of each image of a batch.</summary>
    /// <param name="images">[N, 1, rows, columns].</param>
    /// <param name="gradient">[N, 1, rows, columns].</param>
    public void GradientOf(Tensor images, Span<float> gradient)
    {
        images.RequireGrad();
        var logits = Model.Module.Forward(images);
        var classes = logits.Shape[1];
        var weights = Tensor.Full(logits.Shape, classes == 2 ? -1 : 0);
        for (var i = 0; i < logits.Shape[0]; i++)
            weights.Span[(i * classes) + Target] = 1;
        InputGradient.Backward(images, logits, weights, gradient);
    }

    /// <summary>Computes the gradient of the output of the target with respect to the pixels of the image: [rows, columns].</summary>
    public float[] Gradient()
    {
        var gradient = new float[Image.Length];
        GradientOf(ImageTensor(), gradient);
        return gradient;
    }
}
