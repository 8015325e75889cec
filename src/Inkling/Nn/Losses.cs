namespace Inkling.Nn;

/// <summary>How wrong a batch of predictions is, as a single number to make smaller.</summary>
public abstract class Loss
{
    /// <summary>The loss of a batch, averaged over it: a tensor of shape [].</summary>
    public abstract Tensor Forward(Tensor predictions, Tensor targets);
}

/// <summary>Softmax and the negative log likelihood in one, from logits [N, classes] and class indices [N].</summary>
/// <param name="labelSmoothing">The share of the target that is spread over all classes, 0 to 1.</param>
public sealed class CrossEntropyLoss(float labelSmoothing = 0) : Loss
{
    /// <inheritdoc/>
    public override Tensor Forward(Tensor predictions, Tensor targets) => predictions.CrossEntropy(targets, labelSmoothing);
}

/// <summary>The negative log likelihood, from log probabilities [N, classes] and class indices [N].</summary>
public sealed class NLLLoss : Loss
{
    /// <inheritdoc/>
    public override Tensor Forward(Tensor predictions, Tensor targets) => predictions.NegativeLogLikelihood(targets);
}

/// <summary>The mean of the squared differences, of two tensors of one shape.</summary>
public sealed class MSELoss : Loss
{
    /// <inheritdoc/>
    public override Tensor Forward(Tensor predictions, Tensor targets) => predictions.MeanSquaredError(targets);
}

/// <summary>
/// The mean over a batch of 1 - p, where p is the softmax probability of the right class: how much of the belief is wrong. Learns slowly
/// where it is sure and wrong, which cross-entropy does not. From logits [N, classes] and class indices [N].
/// </summary>
public sealed class MnistLoss : Loss
{
    /// <inheritdoc/>
    public override Tensor Forward(Tensor predictions, Tensor targets) => 1 + predictions.Softmax().NegativeLogLikelihood(targets);
}
