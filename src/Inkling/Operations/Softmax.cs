using System.Numerics.Tensors;
using Inkling.Autograd;
using Inkling.Kernels;
using Inkling.Operations;

namespace Inkling
{
    public readonly partial struct Tensor
    {
        /// <summary>exp(x) / sum of exp(x) over the last dimension: any numbers become probabilities.</summary>
        /// <exception cref="InvalidOperationException">The last dimension is empty or missing.</exception>
        public Tensor Softmax()
        {
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

        public override void Backward(Node gradient)
        {
            var result = Node.Create(gradient.Shape);
            var columns = gradient.Shape[-1];
            for (var start = 0; start < gradient.Shape.Length; start += columns)
            {
                var dy = gradient.Values.Slice(start, columns);
                var y = Output.Values.Slice(start, columns);
                var dx = result.Values.Slice(start, columns);
                TensorPrimitives.Subtract(dy, TensorPrimitives.Dot<float>(dy, y), dx);
                TensorPrimitives.Multiply(dx, y, dx);
            }

            AccumulateOwned(0, result);
        }
    }
}
