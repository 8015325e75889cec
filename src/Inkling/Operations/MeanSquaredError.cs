using System.Numerics.Tensors;
using Inkling.Autograd;
using Inkling.Kernels;
using Inkling.Operations;

namespace Inkling
{
    public readonly partial struct Tensor
    {
        /// <summary>Computes the mean squared error, [...] and [...] to [].</summary>
        /// <param name="target">The target, of the same shape.</param>
        /// <returns>A single number, of shape [].</returns>
        /// <exception cref="ArgumentException">The shapes differ.</exception>
        public Tensor MeanSquaredError(Tensor target)
        {
            if (Shape != target.Shape)
                throw new ArgumentException($"MeanSquaredError: input is {Shape} and target {target.Shape}, expected equal shapes");
            var result = Scalar(FixedOrderSum.OfSquaredDifferences(Span, target.Span) / Length);
            MeanSquaredErrorOperation.Record(result, this, target);
            return result;
        }
    }
}

namespace Inkling.Operations
{
    /// <summary>Loss = mean of (x - t)²: dx = 2 (x - t) / count, dt = -dx.</summary>
    internal sealed class MeanSquaredErrorOperation : Operation<MeanSquaredErrorOperation>
    {
        public override void Backward(Node gradient)
        {
            var scale = 2 * gradient.Values[0] / Input(0).Shape.Length;
            for (var input = 0; input < 2; input++)
            {
                if (!Needs(input))
                    continue;
                var result = Node.Create(Input(0).Shape);
                TensorPrimitives.Subtract(Input(input).Values, Input(1 - input).Values, result.Values);
                TensorPrimitives.Multiply(result.Values, scale, result.Values);
                AccumulateOwned(input, result);
            }
        }
    }
}
