namespace Inkling.Nn;

/// <summary>
/// The <c>mnist_loss</c> of fastai's book (Howard and Gugger, "Deep Learning for Coders with fastai and PyTorch", 2020, chapter 4): the
/// mean over the batch of 1 - p, where p is the softmax probability of the class of the label. Its gradient vanishes where p is near 0,
/// which that of cross-entropy does not. Shapes: logits [N, classes] and class indices [N] to [].
/// </summary>
public sealed class MnistLoss : Loss
{
    /// <inheritdoc/>
    public override Tensor Forward(Tensor predictions, Tensor targets) => 1 + predictions.Softmax().NegativeLogLikelihood(targets);
}
