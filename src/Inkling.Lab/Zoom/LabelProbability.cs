namespace Inkling.Lab.Zoom;

/// <summary>The probability p of which -ln p is the loss: that of the training, without the temperature.</summary>
internal static class LabelProbability
{
    /// <summary>Computes the softmax of the logit of a class.</summary>
    /// <param name="logits">The logits.</param>
    /// <param name="label">The index of the class.</param>
    public static float Of(ReadOnlySpan<float> logits, int label)
    {
        using var _ = new NoGrad();
        return Tensor.From(logits, 1, logits.Length).Softmax().Span[label];
    }
}
