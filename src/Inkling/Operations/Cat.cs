using System.Buffers;
using Inkling.Autograd;
using Inkling.Kernels;
using Inkling.Operations;

namespace Inkling
{
    public readonly partial struct Tensor
    {
        /// <summary>
        /// Concatenates tensors along a dimension: [..., a, ...] and [..., b, ...] to [..., a + b, ...]; all other sizes are equal.
        /// </summary>
        /// <param name="tensors">At least one.</param>
        /// <param name="dim">The dimension; negative ones count from the last.</param>
        /// <exception cref="ArgumentException">There is no tensor, or other sizes differ.</exception>
        public static Tensor Cat(ReadOnlySpan<Tensor> tensors, int dim = 0)
        {
            if (tensors.Length == 0)
                throw new ArgumentException("Cat: no tensor was given", nameof(tensors));
            var first = tensors[0].Shape;
            var at = first.Dimension(dim);
            var size = 0;
            foreach (var tensor in tensors)
            {
                if (tensor.Rank != first.Rank || tensor.Shape.With(at, first[at]) != first)
                    throw new ArgumentException(
                        $"Cat: shapes {first} and {tensor.Shape} differ in more than dimension {at}", nameof(tensors));
                size += tensor.Shape[at];
            }

            var result = Empty(first.With(at, size));
            var start = 0;
            foreach (var tensor in tensors)
                CatOperation.Part(result.Shape, at, ref start, tensor.Shape[at]).CopyFrom(tensor.Span, result.Span);

            if (CatOperation.Record(result, tensors) is { } operation)
                operation.Dimension = at;
            return result;
        }

        /// <inheritdoc cref="Cat(ReadOnlySpan{Tensor}, int)"/>
        public static Tensor Cat(IEnumerable<Tensor> tensors, int dim = 0) => Cat([.. tensors], dim);

        /// <inheritdoc cref="Stack(ReadOnlySpan{Tensor}, int)"/>
        public static Tensor Stack(IEnumerable<Tensor> tensors, int dim = 0) => Stack([.. tensors], dim);

        /// <summary>Stacks k tensors of one shape along a new dimension: [..., ...] to [..., k, ...].</summary>
        /// <param name="tensors">At least one.</param>
        /// <param name="dim">Where the new dimension stands in the result; negative ones count from its last.</param>
        /// <exception cref="ArgumentException">There is no tensor, or shapes differ.</exception>
        /// <exception cref="ArgumentOutOfRangeException">There is no such place.</exception>
        public static Tensor Stack(ReadOnlySpan<Tensor> tensors, int dim = 0)
        {
            foreach (var tensor in tensors)
            {
                if (tensor.Shape != tensors[0].Shape)
                    throw new ArgumentException(
                        $"Stack: shapes {tensors[0].Shape} and {tensor.Shape} differ, expected equal ones", nameof(tensors));
            }

            var items = ArrayPool<Tensor>.Shared.Rent(tensors.Length);
            for (var i = 0; i < tensors.Length; i++)
                items[i] = tensors[i].Unsqueeze(dim);
            var result = Cat(items.AsSpan(0, tensors.Length), dim);
            for (var i = 0; i < tensors.Length; i++)
                items[i].Release();
            ArrayPool<Tensor>.Shared.Return(items, clearArray: true);
            return result;
        }
    }
}

namespace Inkling.Operations
{
    /// <summary>The gradient of each input is its part of the result's.</summary>
    internal sealed class CatOperation : Operation<CatOperation>
    {
        protected override bool ReadsValues => false;

        public int Dimension { get; set; }

        /// <summary>The next part of the result, which <paramref name="start"/> is moved past.</summary>
        public static Region Part(Shape whole, int dimension, ref int start, int size)
        {
            var region = new Region(whole);
            region.Restrict(dimension, start, size);
            start += size;
            return region;
        }

        public override void Backward(Node gradient)
        {
            var start = 0;
            for (var i = 0; i < InputCount; i++)
            {
                var part = Part(gradient.Shape, Dimension, ref start, Input(i).Shape[Dimension]);
                if (!Needs(i))
                    continue;
                var result = Node.Create(Input(i).Shape);
                part.CopyTo(gradient.Values, result.Values);
                AccumulateOwned(i, result);
            }
        }
    }
}
