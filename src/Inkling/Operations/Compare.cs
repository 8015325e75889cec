using Inkling.Kernels;
using Inkling.Operations;

namespace Inkling
{
    public readonly partial struct Tensor
    {
        /// <summary>
        /// Compares element by element whether this equals <paramref name="other"/>: 1 where it does, 0 elsewhere. [...] and [...] to their
        /// broadcast shape. No gradient flows through a comparison; one with NaN does not hold, but for <see cref="Ne(Tensor)"/>.
        /// </summary>
        /// <exception cref="ArgumentException">The shapes do not broadcast.</exception>
        public Tensor Eq(Tensor other) => BinaryOperation.Forward<ElementwiseKernel<IsEqual>>(this, other, "==");

        /// <summary>Compares whether this differs from <paramref name="other"/>; see <see cref="Eq(Tensor)"/>.</summary>
        /// <inheritdoc cref="Eq(Tensor)" path="/exception"/>
        public Tensor Ne(Tensor other) => BinaryOperation.Forward<ElementwiseKernel<IsDifferent>>(this, other, "!=");

        /// <summary>Compares whether this is greater than <paramref name="other"/>; see <see cref="Eq(Tensor)"/>.</summary>
        /// <inheritdoc cref="Eq(Tensor)" path="/exception"/>
        public Tensor Greater(Tensor other) => BinaryOperation.Forward<ElementwiseKernel<IsGreater>>(this, other, ">");

        /// <summary>Compares whether this is greater than or equal to <paramref name="other"/>; see <see cref="Eq(Tensor)"/>.</summary>
        /// <inheritdoc cref="Eq(Tensor)" path="/exception"/>
        public Tensor GreaterEqual(Tensor other) => BinaryOperation.Forward<ElementwiseKernel<IsGreaterEqual>>(this, other, ">=");

        /// <summary>Compares whether this is less than <paramref name="other"/>; see <see cref="Eq(Tensor)"/>.</summary>
        /// <inheritdoc cref="Eq(Tensor)" path="/exception"/>
        public Tensor Less(Tensor other) => BinaryOperation.Forward<ElementwiseKernel<IsLess>>(this, other, "<");

        /// <summary>Compares whether this is less than or equal to <paramref name="other"/>; see <see cref="Eq(Tensor)"/>.</summary>
        /// <inheritdoc cref="Eq(Tensor)" path="/exception"/>
        public Tensor LessEqual(Tensor other) => BinaryOperation.Forward<ElementwiseKernel<IsLessEqual>>(this, other, "<=");

        /// <inheritdoc cref="Eq(Tensor)"/>
        public static Tensor operator ==(Tensor left, Tensor right) => left.Eq(right);

        /// <inheritdoc cref="Ne(Tensor)"/>
        public static Tensor operator !=(Tensor left, Tensor right) => left.Ne(right);

        /// <inheritdoc cref="Greater(Tensor)"/>
        public static Tensor operator >(Tensor left, Tensor right) => left.Greater(right);

        /// <inheritdoc cref="GreaterEqual(Tensor)"/>
        public static Tensor operator >=(Tensor left, Tensor right) => left.GreaterEqual(right);

        /// <inheritdoc cref="Less(Tensor)"/>
        public static Tensor operator <(Tensor left, Tensor right) => left.Less(right);

        /// <inheritdoc cref="LessEqual(Tensor)"/>
        public static Tensor operator <=(Tensor left, Tensor right) => left.LessEqual(right);
    }
}

namespace Inkling.Operations
{
    internal readonly struct IsEqual : IElementwise
    {
        public static float Invoke(float left, float right) => left == right ? 1 : 0;
    }

    internal readonly struct IsDifferent : IElementwise
    {
        public static float Invoke(float left, float right) => left != right ? 1 : 0;
    }

    internal readonly struct IsGreater : IElementwise
    {
        public static float Invoke(float left, float right) => left > right ? 1 : 0;
    }

    internal readonly struct IsGreaterEqual : IElementwise
    {
        public static float Invoke(float left, float right) => left >= right ? 1 : 0;
    }

    internal readonly struct IsLess : IElementwise
    {
        public static float Invoke(float left, float right) => left < right ? 1 : 0;
    }

    internal readonly struct IsLessEqual : IElementwise
    {
        public static float Invoke(float left, float right) => left <= right ? 1 : 0;
    }
}
