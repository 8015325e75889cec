using Inkling.Operations;

namespace Inkling.Nn;

/// <summary>The base class of losses: measures of the error of a batch of predictions, to be minimised.</summary>
public abstract class Loss
{
    /// <summary>Computes the loss of a batch.</summary>
    /// <param name="predictions">The output of the model.</param>
    /// <param name="targets">The labels.</param>
    /// <returns>The mean over the batch, [], unless another <see cref="Reduction"/> was chosen.</returns>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    public abstract Tensor Forward(Tensor predictions, Tensor targets);

    /// <summary>Computes a loss of each element and reduces it.</summary>
    private protected static Tensor Pointwise<TLoss>(Tensor predictions, Tensor targets, TLoss loss, Reduction reduction, string name)
        where TLoss : struct, IPointwiseLoss =>
        reduction.Apply(PointwiseLossOperation<TLoss>.Apply(predictions, targets, loss, name));
}
