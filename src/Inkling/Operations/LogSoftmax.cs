using System.Numerics.Tensors;
using Inkling.Autograd;
using Inkling.Kernels;
using Inkling.Operations;

namespace Inkling
{
    public readonly partial struct Tensor
    {
        /// <summary>
        /// Computes ln(softmax(x)) along a dimension, [..., n, ...] to [..., n, ...], exact also where the softmax would round to 0.
        /// </summary>
        /// <param name="dim">The dimension; negative ones count from the last.</param>
        /// <exception cref="InvalidOperationException">The dimension is empty or missing.</exception>
        public Tensor LogSoftmax(int dim = -1)
        {
            if (Rank > 0 && Shape.Dimension(dim) is var at && at != Rank - 1)
                return SoftmaxOperation.Along(this, at, last => last.LogSoftmax());
            var result = Empty(SoftmaxOperation.Check(Shape, nameof(LogSoftmax)));
            var softmax = Node.Create(Shape);
            SoftmaxRows.LogSoftmax(Span, result.Span, softmax.Values, Shape[-1]);
            if (LogSoftmaxOperation.Record(result, this) is { } operation)
                operation.Softmax = softmax;
            else
                softmax.DropHandle();
            return result;
        }
    }
}

namespace Inkling.Operations
{
    /// <summary>y = ln(softmax(x)): dx = dy - softmax(x) times the sum of dy.</summary>
    internal sealed class LogSoftmaxOperation : Operation<LogSoftmaxOperation>
    {
        /// <summary>exp(y).</summary>
        public Node? Softmax { get; set; }

        public override void Backward(Node gradient)
        {
            var result = Node.Create(gradient.Shape);
            var columns = gradient.Shape[-1];
            for (var start = 0; start < gradient.Shape.Length; start += columns)
            {
                var dy = gradient.Values.Slice(start, columns);
                var dx = result.Values.Slice(start, columns);
                TensorPrimitives.Multiply(Softmax!.Values.Slice(start, columns), FixedOrderSum.Of(dy), dx);
                TensorPrimitives.Subtract(dy, dx, dx);
            }

            AccumulateOwned(0, result);
        }

        protected override void ReleaseSaved()
        {
            Softmax?.DropHandle();
            Softmax = null;
        }
    }
}
