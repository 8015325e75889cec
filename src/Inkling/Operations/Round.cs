using System.Numerics.Tensors;
using Inkling.Operations;

namespace Inkling
{
    public readonly partial struct Tensor
    {
        /// <summary>Rounds each element to the nearest whole number, halves to the even one, [...] to [...]. The gradient is 0.</summary>
        public Tensor Round() => UnaryOperation.Apply<RoundOperation<RoundFunction>>(this);

        /// <summary>Rounds each element down to a whole number, [...] to [...]. The gradient is 0.</summary>
        public Tensor Floor() => UnaryOperation.Apply<RoundOperation<FloorFunction>>(this);

        /// <summary>Rounds each element up to a whole number, [...] to [...]. The gradient is 0.</summary>
        public Tensor Ceil() => UnaryOperation.Apply<RoundOperation<CeilFunction>>(this);

        /// <summary>Computes the element-wise sign, [...] to [...]: -1, 0 or 1; NaN stays NaN. The gradient is 0.</summary>
        public Tensor Sign() => UnaryOperation.Apply<RoundOperation<SignFunction>>(this);
    }
}

namespace Inkling.Operations
{
    /// <summary>A function that is constant but for its steps: dx = 0.</summary>
    internal sealed class RoundOperation<TFunction> : UnaryOperation<RoundOperation<TFunction>>, IUnary
        where TFunction : struct, IUnary
    {
        protected override bool ReadsValues => false;

        public static void Forward(ReadOnlySpan<float> x, Span<float> y) => TFunction.Forward(x, y);

        protected override void Backward(ReadOnlySpan<float> dy, ReadOnlySpan<float> x, ReadOnlySpan<float> y, Span<float> dx) =>
            dx.Clear();
    }

    internal readonly struct RoundFunction : IUnary
    {
        public static void Forward(ReadOnlySpan<float> x, Span<float> y) => TensorPrimitives.Round(x, y);
    }

    internal readonly struct FloorFunction : IUnary
    {
        public static void Forward(ReadOnlySpan<float> x, Span<float> y) => TensorPrimitives.Floor(x, y);
    }

    internal readonly struct CeilFunction : IUnary
    {
        public static void Forward(ReadOnlySpan<float> x, Span<float> y) => TensorPrimitives.Ceiling(x, y);
    }

    internal readonly struct SignFunction : IUnary
    {
        public static void Forward(ReadOnlySpan<float> x, Span<float> y)
        {
            for (var i = 0; i < y.Length; i++)
                y[i] = x[i] > 0 ? 1 : x[i] < 0 ? -1 : x[i] == 0 ? 0 : float.NaN;
        }
    }
}
