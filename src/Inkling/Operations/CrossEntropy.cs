using System.Numerics.Tensors;
using Inkling.Autograd;
using Inkling.Kernels;
using Inkling.Operations;

namespace Inkling
{
    public readonly partial struct Tensor
    {
        /// <summary>
        /// Computes the cross-entropy of logits [N, classes] to [], averaged over the batch: -ln(p), where p is the softmax probability of
        /// the label.
        /// </summary>
        /// <param name="labels">[N] class indices as floats, 0 to classes - 1.</param>
        /// <param name="labelSmoothing">The part of the target that is spread over all classes, 0 to 1 (Szegedy et al., CVPR 2016, section
        /// 7).</param>
        /// <returns>A single number, of shape [].</returns>
        /// <exception cref="ArgumentException">The logits are not [N, classes], the labels not [N] indices of a class, or the smoothing not
        /// 0 to 1.</exception>
        public Tensor CrossEntropy(Tensor labels, float labelSmoothing = 0)
        {
            ClassLabels.Check(Shape, labels, nameof(CrossEntropy));
            if (!(labelSmoothing is >= 0 and <= 1))
                throw new ArgumentException(
                    $"CrossEntropy: a label smoothing of {labelSmoothing} is not in [0, 1]", nameof(labelSmoothing));
            var (logs, softmax) = (Node.Create(Shape), Node.Create(Shape));
            SoftmaxRows.LogSoftmax(Span, logs.Values, softmax.Values, Shape[1]);
            var result = Scalar(CrossEntropyOperation.Loss(logs.Values, labels.Span, Shape[1], labelSmoothing));
            logs.DropHandle();
            if (CrossEntropyOperation.Record(result, this, labels) is { } operation)
                (operation.Softmax, operation.LabelSmoothing) = (softmax, labelSmoothing);
            else
                softmax.DropHandle();
            return result;
        }
    }
}

namespace Inkling.Operations
{
    /// <summary>
    /// Loss = mean of -ln(softmax(x))[label]: dx = (softmax(x) - target) / N, the target being 1 at the label, or smoothed.
    /// </summary>
    internal sealed class CrossEntropyOperation : Operation<CrossEntropyOperation>
    {
        /// <summary>[N, classes].</summary>
        public Node? Softmax { get; set; }

        public float LabelSmoothing { get; set; }

        public static float Loss(ReadOnlySpan<float> logs, ReadOnlySpan<float> labels, int classes, float smoothing)
        {
            var sum = 0.0;
            for (var i = 0; i < labels.Length; i++)
            {
                var row = logs.Slice(i * classes, classes);
                sum -= (1 - smoothing) * row[(int)labels[i]];
                if (smoothing > 0)
                    sum -= smoothing / classes * FixedOrderSum.Of(row);
            }

            return (float)(sum / labels.Length);
        }

        public override void Backward(Node gradient)
        {
            if (!Needs(0))
                return;
            var result = Node.Create(Input(0).Shape);
            var (count, classes) = (result.Shape[0], result.Shape[1]);
            var scale = gradient.Values[0] / count;
            var dx = result.Values;
            var labels = Input(1).Values;
            TensorPrimitives.Multiply(Softmax!.Values, scale, dx);
            if (LabelSmoothing > 0)
                TensorPrimitives.Subtract(dx, scale * LabelSmoothing / classes, dx);
            for (var i = 0; i < count; i++)
                dx[(i * classes) + (int)labels[i]] -= scale * (1 - LabelSmoothing);
            AccumulateOwned(0, result);
        }

        protected override void ReleaseSaved()
        {
            Softmax?.DropHandle();
            Softmax = null;
        }
    }
}
