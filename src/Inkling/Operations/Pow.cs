using Inkling.Kernels;
using Inkling.Operations;

namespace Inkling
{
    public readonly partial struct Tensor
    {
        /// <summary>
        /// Raises each element to a power, [...] and [...] to their broadcast shape; NaN for a negative element and a power that is not
        /// whole.
        /// </summary>
        /// <param name="exponent">The powers, or one number.</param>
        /// <exception cref="ArgumentException">The shapes do not broadcast.</exception>
        public Tensor Pow(Tensor exponent) =>
            BinaryOperation.Apply<PowOperation, ElementwiseKernel<PowOperation.Power>>(this, exponent, nameof(Pow));

        /// <inheritdoc cref="Pow(Tensor)"/>
        public Tensor Pow(float exponent) =>
            BinaryOperation.Apply<PowOperation, ElementwiseKernel<PowOperation.Power>>(this, exponent, nameof(Pow));
    }
}

namespace Inkling.Operations
{
    /// <summary>y = a^b: da = dy b a^(b - 1), db = dy y ln a; 0 where b is 0, and where a is 0 and b not negative.</summary>
    internal sealed class PowOperation : BinaryOperation<PowOperation>
    {
        protected override void BackwardLeft(ReadOnlySpan<float> gradient, Span<float> result) => Chain<BaseSlope>(gradient, result);

        protected override void BackwardRight(ReadOnlySpan<float> gradient, Span<float> result) => Chain<ExponentSlope>(gradient, result);

        internal readonly struct Power : IElementwise
        {
            public static float Invoke(float left, float right) => right == 2 ? left * left : MathF.Pow(left, right);
        }

        private readonly struct BaseSlope : IElementwise
        {
            public static float Invoke(float left, float right) => right == 0 ? 0 : right * MathF.Pow(left, right - 1);
        }

        private readonly struct ExponentSlope : IElementwise
        {
            public static float Invoke(float left, float right) =>
                left == 0 && right >= 0 ? 0 : MathF.Pow(left, right) * MathF.Log(left);
        }
    }
}
