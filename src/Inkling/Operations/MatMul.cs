using Inkling.Autograd;
using Inkling.Kernels;
using Inkling.Operations;

namespace Inkling
{
    public readonly partial struct Tensor
    {
        /// <summary>
        /// Computes the matrix product, [..., m, k] and [..., k, n] to [..., m, n]; leading dimensions broadcast. A vector [k] on the left
        /// counts as [1, k], one on the right as [k, 1], and the added dimension is removed from the result: [k] and [k] to [].
        /// </summary>
        /// <exception cref="ArgumentException">The inner sizes differ, leading dimensions do not broadcast, or one is a scalar.</exception>
        public Tensor MatMul(Tensor other)
        {
            if (Rank == 0 || other.Rank == 0 || Shape[-1] != other.Shape[other.Rank == 1 ? 0 : -2])
                throw new ArgumentException($"MatMul: shapes {Shape} and {other.Shape} do not fit, expected [..., m, k] and [..., k, n]");
            if (Rank == 1 || other.Rank == 1)
                return MatMulOperation.WithVector(this, other);
            var sizes = new MatMulSizes(Shape, other.Shape);
            var result = Empty(sizes.Result);
            MatMulOperation.Forward(sizes, Node, other.Node, result.Node);
            MatMulOperation.Record(result, this, other);
            return result;
        }
    }
}

namespace Inkling.Operations
{
    /// <summary>Y = A B: dA = dY Bᵀ, dB = Aᵀ dY, summed over the batches that share a matrix.</summary>
    internal sealed class MatMulOperation : Operation<MatMulOperation>
    {
        public static Tensor WithVector(Tensor left, Tensor right)
        {
            var (a, b) = (left.Rank == 1 ? left.Unsqueeze(0) : left, right.Rank == 1 ? right.Unsqueeze(-1) : right);
            var product = a.MatMul(b);
            var shape = right.Rank == 1 ? product.Shape.Without(-1) : product.Shape;
            var result = product.Reshape(left.Rank == 1 ? shape.Without(right.Rank == 1 ? -1 : -2) : shape);
            product.Release();
            a.ReleaseCopyOf(left);
            b.ReleaseCopyOf(right);
            return result;
        }

        public static unsafe void Forward(in MatMulSizes sizes, Node a, Node b, Node y)
        {
            var (m, k, n) = (sizes.M, sizes.K, sizes.N);
            var left = sizes.Left;
            var right = sizes.Right;
            fixed (float* pa = a.Values, pb = b.Values, py = y.Values)
            {
                for (var i = 0; i < sizes.Batches; i++, left.Next(), right.Next())
                {
                    float* from = pa + ((long)left.Offset * m * k), with = pb + ((long)right.Offset * k * n);
                    MatMulKernel.Multiply(
                        new Matrix(from, k, 1), new Matrix(with, n, 1), py + ((long)i * m * n), n, m, n, k, accumulate: false);
                }
            }
        }

        public override void Backward(Node gradient)
        {
            var sizes = new MatMulSizes(Input(0).Shape, Input(1).Shape);
            if (Needs(0))
                AccumulateOwned(0, BackwardLeft(sizes, gradient, Input(1), Input(0).Shape));
            if (Needs(1))
                AccumulateOwned(1, BackwardRight(sizes, gradient, Input(0), Input(1).Shape));
        }

        /// <summary>Computes dA [..., m, k] = dY [..., m, n] Bᵀ, with B [..., k, n].</summary>
        public static unsafe Node BackwardLeft(in MatMulSizes sizes, Node gradient, Node b, Shape shape)
        {
            var result = Node.Create(shape);
            var isSum = Cleared(result, sizes);
            var (m, k, n) = (sizes.M, sizes.K, sizes.N);
            var left = sizes.Left;
            var right = sizes.Right;
            fixed (float* dy = gradient.Values, pb = b.Values, da = result.Values)
            {
                for (var i = 0; i < sizes.Batches; i++, left.Next(), right.Next())
                {
                    float* from = dy + ((long)i * m * n), with = pb + ((long)right.Offset * k * n);
                    MatMulKernel.Multiply(
                        new Matrix(from, n, 1), new Matrix(with, 1, n), da + ((long)left.Offset * m * k), k, m, k, n, isSum);
                }
            }

            return result;
        }

        /// <summary>Computes dB [..., k, n] = Aᵀ dY, with A [..., m, k] and dY [..., m, n].</summary>
        public static unsafe Node BackwardRight(in MatMulSizes sizes, Node gradient, Node a, Shape shape)
        {
            var result = Node.Create(shape);
            var isSum = Cleared(result, sizes);
            var (m, k, n) = (sizes.M, sizes.K, sizes.N);
            var left = sizes.Left;
            var right = sizes.Right;
            fixed (float* dy = gradient.Values, pa = a.Values, db = result.Values)
            {
                for (var i = 0; i < sizes.Batches; i++, left.Next(), right.Next())
                {
                    float* from = pa + ((long)left.Offset * m * k), with = dy + ((long)i * m * n);
                    MatMulKernel.Multiply(
                        new Matrix(from, 1, k), new Matrix(with, n, 1), db + ((long)right.Offset * k * n), n, k, n, m, isSum);
                }
            }

            return result;
        }

        /// <summary>Whether the products of several batches are summed; the memory is then zero.</summary>
        private static bool Cleared(Node result, in MatMulSizes sizes)
        {
            if (sizes.Batches == 1)
                return false;
            result.Values.Clear();
            return true;
        }
    }

    /// <summary>The sizes of a product of [..., m, k] and [..., k, n]; a batch on the left of one matrix is a single tall matrix.</summary>
    internal readonly struct MatMulSizes
    {
        // Leading dimensions and a 1 for the matrix.
        private readonly Shape _left, _right, _batch;

        public MatMulSizes(Shape left, Shape right)
        {
            (K, N) = (right[-2], right[-1]);
            if (right.Rank == 2)
            {
                M = left.Outer(left.Rank - 1);
                _left = _right = _batch = new Shape(1);
                Result = left.With(-1, N);
                return;
            }

            M = left[-2];
            (_left, _right) = (left.Without(-1).With(-1, 1), right.Without(-1).With(-1, 1));
            _batch = Broadcast.Combine(_left, _right, nameof(Tensor.MatMul));
            Span<int> sizes = stackalloc int[_batch.Rank + 1];
            for (var i = 0; i < _batch.Rank - 1; i++)
                sizes[i] = _batch[i];
            (sizes[^2], sizes[^1]) = (M, N);
            Result = new Shape(sizes);
        }

        public int M { get; }

        public int K { get; }

        public int N { get; }

        public int Batches => _batch.Length;

        public Shape Result { get; }

        /// <summary>Gets the matrix of the left operand for each of the batches.</summary>
        public Broadcast.Rows Left => new(_left, _batch);

        /// <summary>Gets the matrix of the right operand for each of the batches.</summary>
        public Broadcast.Rows Right => new(_right, _batch);
    }
}
