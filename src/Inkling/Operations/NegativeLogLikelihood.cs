using Inkling.Autograd;
using Inkling.Operations;

namespace Inkling
{
    public readonly partial struct Tensor
    {
        /// <summary>
        /// Computes the negative log likelihood of log probabilities [N, classes] to [], averaged over the batch (PyTorch's
        /// <c>nll_loss</c>).
        /// </summary>
        /// <param name="labels">[N] class indices as floats, 0 to classes - 1.</param>
        /// <returns>A single number, of shape [].</returns>
        /// <exception cref="ArgumentException">This is not [N, classes], or the labels are not [N] indices of a class.</exception>
        public Tensor NegativeLogLikelihood(Tensor labels)
        {
            ClassLabels.Check(Shape, labels, nameof(NegativeLogLikelihood));
            var result = Scalar(CrossEntropyOperation.Loss(Span, labels.Span, Shape[1], 0));
            NegativeLogLikelihoodOperation.Record(result, this, labels);
            return result;
        }
    }
}

namespace Inkling.Operations
{
    /// <summary>Loss = mean of -x[label]: dx = -1/N at the label, else 0.</summary>
    internal sealed class NegativeLogLikelihoodOperation : Operation<NegativeLogLikelihoodOperation>
    {
        public override void Backward(Node gradient)
        {
            if (!Needs(0))
                return;
            var result = Node.Create(Input(0).Shape);
            var (count, classes) = (result.Shape[0], result.Shape[1]);
            result.Values.Clear();
            for (var i = 0; i < count; i++)
                result.Values[(i * classes) + (int)Input(1).Values[i]] = -gradient.Values[0] / count;
            AccumulateOwned(0, result);
        }
    }
}
