using Inkling.Autograd;
using Inkling.Kernels;
using Inkling.Operations;

namespace Inkling
{
    public readonly partial struct Tensor
    {
        /// <summary>
        /// Takes the elements of <paramref name="input"/> where <paramref name="condition"/> is not zero, those of
        /// <paramref name="other"/> elsewhere; [...] each, to their broadcast shape.
        /// </summary>
        /// <param name="condition">What a comparison gives; no gradient flows to it.</param>
        /// <param name="input">The elements where the condition holds.</param>
        /// <param name="other">The elements where it does not.</param>
        /// <exception cref="ArgumentException">The shapes do not broadcast.</exception>
        public static Tensor Where(Tensor condition, Tensor input, Tensor other)
        {
            var shape = Broadcast.Combine(Broadcast.Combine(condition.Shape, input.Shape, nameof(Where)), other.Shape, nameof(Where));
            var (c, a, b) = (condition.Fitted(shape), input.Fitted(shape), other.Fitted(shape));
            var result = Empty(shape);
            WhereOperation.Select(c.Span, a.Span, b.Span, result.Span);
            WhereOperation.Record(result, c, a, b);
            c.ReleaseCopyOf(condition);
            a.ReleaseCopyOf(input);
            b.ReleaseCopyOf(other);
            return result;
        }

        /// <summary>Replaces the elements where <paramref name="mask"/> is not zero by a number, [...] to [...].</summary>
        /// <param name="mask">What a comparison gives; broadcasts with this tensor.</param>
        /// <param name="value">The number.</param>
        /// <exception cref="ArgumentException">The shapes do not broadcast.</exception>
        public Tensor MaskedFill(Tensor mask, float value)
        {
            var number = Scalar(value);
            var result = Where(mask, number, this);
            number.Release();
            return result;
        }

        private Tensor Fitted(Shape shape) => Shape == shape ? this : Expand(shape);

        /// <summary>Releases this unless it is the tensor that a temporary one may have been made of.</summary>
        internal void ReleaseCopyOf(Tensor original)
        {
            if (!Equals(original))
                Release();
        }

        /// <summary>This tensor, with the intermediate result before it released unless that is the original input.</summary>
        internal Tensor Replacing(Tensor before, Tensor original)
        {
            before.ReleaseCopyOf(original);
            return this;
        }
    }
}

namespace Inkling.Operations
{
    /// <summary>y = c ? a : b: da = c ? dy : 0, db = c ? 0 : dy.</summary>
    internal sealed class WhereOperation : Operation<WhereOperation>
    {
        protected override bool Reads(int tensor) => tensor == 0;

        public static void Select(
            ReadOnlySpan<float> condition, ReadOnlySpan<float> ifTrue, ReadOnlySpan<float> ifFalse, Span<float> result)
        {
            for (var i = 0; i < result.Length; i++)
                result[i] = condition[i] != 0 ? ifTrue[i] : ifFalse[i];
        }

        public override void Backward(Node gradient)
        {
            for (var input = 1; input <= 2; input++)
            {
                if (!Needs(input))
                    continue;
                var result = Node.Create(gradient.Shape);
                var condition = Input(0).Values;
                var dy = gradient.Values;
                var dx = result.Values;
                for (var i = 0; i < dx.Length; i++)
                    dx[i] = (condition[i] != 0) == (input == 1) ? dy[i] : 0;
                AccumulateOwned(input, result);
            }
        }
    }
}
