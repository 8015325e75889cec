using System.Numerics.Tensors;
using Inkling.Autograd;
using Inkling.Kernels;
using Inkling.Operations;

namespace Inkling
{
    public readonly partial struct Tensor
    {
        /// <summary>
        /// Computes exp(x) / sum of exp(x) along a dimension, [..., n, ...] to [..., n, ...]: probabilities whose sum is 1.
        /// </summary>
        /// <param name="dim">The dimension; negative ones count from the last.</param>
        /// <exception cref="InvalidOperationException">The dimension is empty or missing.</exception>
        public Tensor Softmax(int dim = -1)
        {
            if (Rank > 0 && Shape.Dimension(dim) is var at && at != Rank - 1)
                return SoftmaxOperation.Along(this, at, last => last.Softmax());
            var result = Empty(SoftmaxOperation.Check(Shape, nameof(Softmax)));
            SoftmaxRows.Softmax(Span, result.Span, Shape[-1]);
            SoftmaxOperation.Record(result, this);
            return result;
        }
    }
}

namespace Inkling.Operations
{
    /// <summary>y = softmax(x): dx = y (dy - sum of dy y).</summary>
    internal sealed class SoftmaxOperation : Operation<SoftmaxOperation>
    {
        public static Shape Check(Shape shape, string operation) => shape.Rank > 0 && shape[-1] > 0
            ? shape
            : throw new InvalidOperationException($"{operation}: a tensor of shape {shape} has no last dimension to normalise over");

        /// <summary>A function of the last dimension, applied to another one.</summary>
        public static Tensor Along(Tensor x, int dimension, Func<Tensor, Tensor> function)
        {
            var moved = x.Transpose(dimension, -1);
            var y = function(moved);
            var result = y.Transpose(dimension, -1);
            moved.Release();
            y.Release();
            return result;
        }

        public override void Backward(Node gradient)
        {
            var result = Node.Create(gradient.Shape);
            var columns = gradient.Shape[-1];
            for (var start = 0; start < gradient.Shape.Length; start += columns)
            {
                var dy = gradient.Values.Slice(start, columns);
                var y = Output.Values.Slice(start, columns);
                var dx = result.Values.Slice(start, columns);
                TensorPrimitives.Subtract(dy, FixedOrderSum.OfProducts(dy, y), dx);
                TensorPrimitives.Multiply(dx, y, dx);
            }

            AccumulateOwned(0, result);
        }
    }
}
