using System.Numerics.Tensors;
using Inkling.Kernels;
using Inkling.Operations;

namespace Inkling
{
    public readonly partial struct Tensor
    {
        /// <summary>
        /// Computes the element-wise maximum of two tensors, [...] and [...] to their broadcast shape; NaN where either is. Equal elements
        /// share the gradient.
        /// </summary>
        /// <exception cref="ArgumentException">The shapes do not broadcast.</exception>
        public Tensor Maximum(Tensor other) =>
            BinaryOperation.Apply<MaximumOperation, MaximumOperation.Kernel>(this, other, nameof(Maximum));
    }
}

namespace Inkling.Operations
{
    /// <summary>y = max(a, b): the gradient goes to the greater one, half to each of equal ones.</summary>
    internal sealed class MaximumOperation : BinaryOperation<MaximumOperation>
    {
        protected override void BackwardLeft(ReadOnlySpan<float> gradient, Span<float> result) => Chain<Greater>(gradient, result);

        protected override void BackwardRight(ReadOnlySpan<float> gradient, Span<float> result) => Chain<Less>(gradient, result);

        internal readonly struct Kernel : IBinary
        {
            public static void Apply(ReadOnlySpan<float> left, ReadOnlySpan<float> right, Span<float> result) =>
                TensorPrimitives.Max(left, right, result);

            public static void Apply(ReadOnlySpan<float> left, float right, Span<float> result) =>
                TensorPrimitives.Max(left, right, result);

            public static void Apply(float left, ReadOnlySpan<float> right, Span<float> result) =>
                TensorPrimitives.Max(right, left, result);
        }

        /// <summary>1 where a > b, a half where they are equal.</summary>
        internal readonly struct Greater : IElementwise
        {
            public static float Invoke(float left, float right) => left > right ? 1 : left == right ? 0.5f : 0;
        }

        /// <summary>1 where a &lt; b, a half where they are equal.</summary>
        internal readonly struct Less : IElementwise
        {
            public static float Invoke(float left, float right) => Greater.Invoke(right, left);
        }
    }
}
