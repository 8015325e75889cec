using System.Numerics.Tensors;
using Inkling.Autograd;
using Inkling.Kernels;
using Inkling.Operations;

namespace Inkling
{
    public readonly partial struct Tensor
    {
        /// <summary>Multiplies two tensors element by element, [...] and [...] to their broadcast shape.</summary>
        /// <exception cref="ArgumentException">The shapes do not broadcast.</exception>
        public static Tensor operator *(Tensor left, Tensor right) =>
            BinaryOperation.Apply<MultiplyOperation, MultiplyOperation.Kernel>(left, right, "*");

        /// <inheritdoc cref="op_Multiply(Tensor, Tensor)"/>
        public static Tensor operator *(Tensor left, float right) =>
            BinaryOperation.Apply<MultiplyOperation, MultiplyOperation.Kernel>(left, right, "*");

        /// <inheritdoc cref="op_Multiply(Tensor, Tensor)"/>
        public static Tensor operator *(float left, Tensor right) =>
            BinaryOperation.Apply<MultiplyOperation, MultiplyOperation.Kernel>(left, right, "*");
    }
}

namespace Inkling.Operations
{
    /// <summary>y = a * b: da = dy b, db = dy a.</summary>
    internal sealed class MultiplyOperation : BinaryOperation<MultiplyOperation>
    {
        protected override void BackwardLeft(ReadOnlySpan<float> gradient, Span<float> result) => Apply<Kernel>(gradient, 1, result);

        protected override void BackwardRight(ReadOnlySpan<float> gradient, Span<float> result) => Apply<Kernel>(gradient, 0, result);

        internal readonly struct Kernel : IBinary
        {
            public static void Apply(ReadOnlySpan<float> left, ReadOnlySpan<float> right, Span<float> result) =>
                TensorPrimitives.Multiply(left, right, result);

            public static void Apply(ReadOnlySpan<float> left, float right, Span<float> result) =>
                TensorPrimitives.Multiply(left, right, result);

            public static void Apply(float left, ReadOnlySpan<float> right, Span<float> result) =>
                TensorPrimitives.Multiply(right, left, result);
        }
    }
}
