using Inkling.Autograd;
using Inkling.Kernels;
using Inkling.Operations;

namespace Inkling
{
    public readonly partial struct Tensor
    {
        /// <summary>
        /// Broadcasts to a larger shape: dimensions of size 1 are repeated and new ones put in front, [3, 1] to [2, 3, 4]. The result is a
        /// copy.
        /// </summary>
        /// <param name="sizes">The shape of the result; -1 keeps the size of a dimension.</param>
        /// <exception cref="ArgumentException">The shapes do not broadcast.</exception>
        public Tensor Expand(params ReadOnlySpan<int> sizes)
        {
            Span<int> known = stackalloc int[sizes.Length];
            for (var i = 1; i <= sizes.Length; i++)
                known[^i] = sizes[^i] == -1 && i <= Rank ? Shape[-i] : sizes[^i];
            return Expand(new Shape(known));
        }

        /// <summary>Broadcasts to a larger shape; see <see cref="Expand(ReadOnlySpan{int})"/>.</summary>
        /// <param name="shape">The shape of the result.</param>
        /// <exception cref="ArgumentException">The shapes do not broadcast.</exception>
        public Tensor Expand(Shape shape)
        {
            if (Broadcast.Combine(Shape, shape, nameof(Expand)) != shape)
                throw new ArgumentException($"Expand: a tensor of shape {Shape} does not broadcast to {shape}", nameof(shape));
            var result = Empty(shape);
            Broadcast.Apply<ExpandOperation.Copy>(result.Span, shape, Span, Shape, result.Span, shape);
            ExpandOperation.Record(result, this);
            return result;
        }
    }
}

namespace Inkling.Operations
{
    /// <summary>y repeats x: dx = the sum of dy over the repetitions.</summary>
    internal sealed class ExpandOperation : Operation<ExpandOperation>
    {
        protected override bool ReadsValues => false;

        public override void Backward(Node gradient)
        {
            var result = Node.Create(Input(0).Shape);
            Broadcast.SumTo(gradient.Values, gradient.Shape, result.Values, result.Shape);
            AccumulateOwned(0, result);
        }

        /// <summary>result = right.</summary>
        internal readonly struct Copy : IBinary
        {
            public static void Apply(ReadOnlySpan<float> left, ReadOnlySpan<float> right, Span<float> result) => right.CopyTo(result);

            public static void Apply(ReadOnlySpan<float> left, float right, Span<float> result) => result.Fill(right);

            public static void Apply(float left, ReadOnlySpan<float> right, Span<float> result) => right.CopyTo(result);
        }
    }
}
