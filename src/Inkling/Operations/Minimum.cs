using System.Numerics.Tensors;
using Inkling.Kernels;
using Inkling.Operations;

namespace Inkling
{
    public readonly partial struct Tensor
    {
        /// <summary>
        /// Computes the element-wise minimum of two tensors, [...] and [...] to their broadcast shape; NaN where either is. Equal elements
        /// share the gradient.
        /// </summary>
        /// <exception cref="ArgumentException">The shapes do not broadcast.</exception>
        public Tensor Minimum(Tensor other) =>
            BinaryOperation.Apply<MinimumOperation, MinimumOperation.Kernel>(this, other, nameof(Minimum));
    }
}

namespace Inkling.Operations
{
    /// <summary>y = min(a, b): the gradient goes to the smaller one, half to each of equal ones.</summary>
    internal sealed class MinimumOperation : BinaryOperation<MinimumOperation>
    {
        protected override void BackwardLeft(ReadOnlySpan<float> gradient, Span<float> result) =>
            Chain<MaximumOperation.Less>(gradient, result);

        protected override void BackwardRight(ReadOnlySpan<float> gradient, Span<float> result) =>
            Chain<MaximumOperation.Greater>(gradient, result);

        internal readonly struct Kernel : IBinary
        {
            public static void Apply(ReadOnlySpan<float> left, ReadOnlySpan<float> right, Span<float> result) =>
                TensorPrimitives.Min(left, right, result);

            public static void Apply(ReadOnlySpan<float> left, float right, Span<float> result) =>
                TensorPrimitives.Min(left, right, result);

            public static void Apply(float left, ReadOnlySpan<float> right, Span<float> result) =>
                TensorPrimitives.Min(right, left, result);
        }
    }
}
