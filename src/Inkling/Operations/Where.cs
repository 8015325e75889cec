using Inkling.Autograd;
using Inkling.Operations;

namespace Inkling
{
    public readonly partial struct Tensor
    {
        /// <summary>
        /// The elements of <paramref name="ifTrue"/> where <paramref name="condition"/> is not zero, those of <paramref name="ifFalse"/>
        /// elsewhere.
        /// </summary>
        /// <param name="condition">The shape of the result; no gradient flows to it. Comparisons such as <see cref="EqualTo"/> make
        /// one.</param>
        /// <param name="ifTrue">The same shape.</param>
        /// <param name="ifFalse">The same shape.</param>
        /// <exception cref="ArgumentException">The shapes differ.</exception>
        public static Tensor Where(Tensor condition, Tensor ifTrue, Tensor ifFalse)
        {
            if (ifTrue.Shape != condition.Shape || ifFalse.Shape != condition.Shape)
                throw new ArgumentException(
                    $"Where: shapes {condition.Shape}, {ifTrue.Shape} and {ifFalse.Shape} differ, expected equal ones");
            var result = Empty(condition.Shape);
            WhereOperation.Select(condition.Span, ifTrue.Span, ifFalse.Span, result.Span);
            WhereOperation.Record(result, condition, ifTrue, ifFalse);
            return result;
        }

        /// <summary>1 where an element equals <paramref name="value"/>, else 0. No gradient flows through.</summary>
        public Tensor EqualTo(float value)
        {
            var result = Empty(Shape);
            var values = Span;
            var flags = result.Span;
            for (var i = 0; i < flags.Length; i++)
                flags[i] = values[i] == value ? 1 : 0;
            return result;
        }

        /// <summary>1 where an element is above <paramref name="value"/>, else 0. No gradient flows through.</summary>
        public Tensor GreaterThan(float value)
        {
            var result = Empty(Shape);
            var values = Span;
            var flags = result.Span;
            for (var i = 0; i < flags.Length; i++)
                flags[i] = values[i] > value ? 1 : 0;
            return result;
        }
    }
}

namespace Inkling.Operations
{
    /// <summary>y = c ? a : b: da = c ? dy : 0, db = c ? 0 : dy.</summary>
    internal sealed class WhereOperation : Operation<WhereOperation>
    {
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
