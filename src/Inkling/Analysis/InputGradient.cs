using Inkling.Nn;

namespace Inkling.Analysis;

/// <summary>Gradients with respect to a network's input. The network is in an <see cref="EvaluationScope"/> meanwhile.</summary>
internal static class InputGradient
{
    /// <summary>
    /// The signs of the gradient of each image's cross-entropy with respect to its pixels.
    /// </summary>
    /// <remarks>
    /// The gradient with respect to the logits is p - 1 for the true class and p for the others. Where the network is confident both are
    /// rounded to 0, and the signs with them (Carlini and Wagner, IEEE S&amp;P 2017, section IV). Divided by 1 - p of the true class the
    /// gradient is -1 there and the softmax over the other classes elsewhere, which is not; a positive factor does not change the signs.
    /// </remarks>
    /// <param name="module">The network.</param>
    /// <param name="images">[N, 1, rows, columns].</param>
    /// <param name="labels">[N] class indices.</param>
    /// <param name="signs">[N, 1, rows, columns], -1, 0 or 1; 0 also where the gradient is NaN.</param>
    /// <param name="correct">[N]: whether each image is correctly classified; or empty.</param>
    public static void SignsOfLoss(Module module, Tensor images, ReadOnlySpan<float> labels, Span<float> signs, Span<bool> correct)
    {
        images.RequireGrad();
        var logits = module.Forward(images);
        var classes = logits.Shape[1];
        for (var i = 0; i < correct.Length; i++)
            correct[i] = ArgMax.Of(logits.Span.Slice(i * classes, classes)) == (int)labels[i];
        var gradient = Tensor.Empty(logits.Shape);
        for (var i = 0; i < labels.Length; i++)
            OfLoss(logits.Span.Slice(i * classes, classes), (int)labels[i], gradient.Span.Slice(i * classes, classes));
        Backward(images, logits, gradient, signs);
        foreach (ref var value in signs)
            value = (value > 0 ? 1 : 0) - (value < 0 ? 1 : 0);
    }

    /// <summary>The gradient of the sum of the logits times <paramref name="weights"/> [N, classes], with respect to the images.</summary>
    public static void Backward(Tensor images, Tensor logits, Tensor weights, Span<float> gradient)
    {
        logits.Backward(weights);
        images.Grad.Span.CopyTo(gradient);
        images.ZeroGrad();
        images.RequireGrad(false);
        weights.Release();
    }

    private static void OfLoss(ReadOnlySpan<float> logits, int label, Span<float> gradient)
    {
        var largest = float.NegativeInfinity;
        for (var i = 0; i < logits.Length; i++)
        {
            if (i != label)
                largest = MathF.Max(largest, logits[i]);
        }

        var sum = 0f;
        for (var i = 0; i < logits.Length; i++)
            sum += gradient[i] = i == label ? 0 : MathF.Exp(logits[i] - largest);
        for (var i = 0; i < logits.Length; i++)
            gradient[i] /= sum;
        gradient[label] = -1;
    }
}
