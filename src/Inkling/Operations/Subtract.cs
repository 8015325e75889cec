using System.Numerics.Tensors;
using Inkling.Autograd;
using Inkling.Kernels;
using Inkling.Operations;

namespace Inkling
{
    public readonly partial struct Tensor
    {
        /// <summary>Subtracts two tensors element by element, [...] and [...] to their broadcast shape.</summary>
        /// <exception cref="ArgumentException">The shapes do not broadcast.</exception>
        public static Tensor operator -(Tensor left, Tensor right) =>
            BinaryOperation.Apply<SubtractOperation, SubtractOperation.Kernel>(left, right, "-");

        /// <inheritdoc cref="op_Subtraction(Tensor, Tensor)"/>
        public static Tensor operator -(Tensor left, float right) =>
            BinaryOperation.Apply<SubtractOperation, SubtractOperation.Kernel>(left, right, "-");

        /// <inheritdoc cref="op_Subtraction(Tensor, Tensor)"/>
        public static Tensor operator -(float left, Tensor right) =>
            BinaryOperation.Apply<SubtractOperation, SubtractOperation.Kernel>(left, right, "-");
    }
}

namespace Inkling.Operations
{
    /// <summary>y = a - b: da = dy, db = -dy.</summary>
    internal sealed class SubtractOperation : BinaryOperation<SubtractOperation>
    {
        protected override bool ReadsValues => false;

        protected override void BackwardLeft(ReadOnlySpan<float> gradient, Span<float> result) => gradient.CopyTo(result);

        protected override void BackwardRight(ReadOnlySpan<float> gradient, Span<float> result) =>
            TensorPrimitives.Negate(gradient, result);

        internal readonly struct Kernel : IBinary
        {
            public static void Apply(ReadOnlySpan<float> left, ReadOnlySpan<float> right, Span<float> result) =>
                TensorPrimitives.Subtract(left, right, result);

            public static void Apply(ReadOnlySpan<float> left, float right, Span<float> result) =>
                TensorPrimitives.Subtract(left, right, result);

            public static void Apply(float left, ReadOnlySpan<float> right, Span<float> result) =>
                TensorPrimitives.Subtract(left, right, result);
        }
    }
}
