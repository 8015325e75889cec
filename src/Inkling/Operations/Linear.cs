using System.Runtime.InteropServices;
using Inkling.Autograd;
using Inkling.Kernels;
using Inkling.Operations;

namespace Inkling
{
    public readonly partial struct Tensor
    {
        /// <summary>
        /// Computes the product with a weight matrix plus a bias, X [..., k], W [k, n] and b [n] to Y [..., n].
        /// </summary>
        /// <remarks>
        /// Where most of X is zero, as in an image of a digit, only its non-zero elements are multiplied, forward and backward: the result
        /// is that of the dense product up to rounding (but zero times an infinite weight is 0).
        /// </remarks>
        /// <param name="weight">[k, n]; PyTorch's is [n, k].</param>
        /// <param name="bias">[n], or null for none.</param>
        /// <exception cref="ArgumentException">The shapes do not fit.</exception>
        public Tensor Linear(Tensor weight, Tensor? bias = null)
        {
            if (Rank == 0 || weight.Rank != 2 || Shape[-1] != weight.Shape[0]
                || (bias is { } given && (given.Rank != 1 || given.Length != weight.Shape[1])))
                throw new ArgumentException(
                    $"Linear: shapes {Shape}, {weight.Shape} and {bias?.Shape.ToString() ?? "no bias"} do not fit, "
                    + "expected [..., k], [k, n] and [n]");
            var result = Empty(Shape.With(-1, weight.Shape[1]));
            var mask = LinearOperation.Forward(Node, weight.Node, bias?.Node, result.Node);
            var operation = bias is { } b ? LinearOperation.Record(result, this, weight, b) : LinearOperation.Record(result, this, weight);
            if (operation is not null)
                operation.Mask = mask;
            else
                mask?.Return();
            return result;
        }
    }
}

namespace Inkling.Operations
{
    /// <summary>Y = X W + b: dX = dY Wᵀ, dW = Xᵀ dY, db = the sum of the rows of dY.</summary>
    internal sealed class LinearOperation : Operation<LinearOperation>
    {
        /// <summary>Columns of the weight from which the search for zeros costs little beside what it saves.</summary>
        private const int MinSparseColumns = 32;

        /// <summary>Gets or sets the mask of the non-zero elements of X, or null where the products are dense.</summary>
        public Block? Mask { get; set; }

        public static unsafe Block? Forward(Node x, Node weight, Node? bias, Node y)
        {
            var (m, k, n) = (x.Shape.Outer(x.Shape.Rank - 1), weight.Shape[0], weight.Shape[1]);
            if (bias is not null)
                Rows.Fill(y.Values, bias.Values);
            else
                y.Values.Clear();

            if (n >= MinSparseColumns && SparsityMask.Density(x.Values, m, k) <= SparseMatMulKernel.MaximumDensity)
            {
                var mask = Block.Rent(SparsityMask.Floats(m, k));
                SparseMatMulKernel.Multiply(x.Values, Words(mask, m, k), weight.Values, y.Values, m, n, k);
                return mask;
            }

            fixed (float* px = x.Values, pw = weight.Values, py = y.Values)
                MatMulKernel.Multiply(new Matrix(px, k, 1), new Matrix(pw, n, 1), py, n, m, n, k, accumulate: true);
            return null;
        }

        public override void Backward(Node gradient)
        {
            var sizes = new MatMulSizes(Input(0).Shape, Input(1).Shape);
            if (Needs(0))
                AccumulateOwned(0, MatMulOperation.BackwardLeft(sizes, gradient, Input(1), Input(0).Shape));
            if (Needs(1))
                AccumulateOwned(
                    1, Mask is { } mask
                        ? BackwardWeight(gradient, mask)
                        : MatMulOperation.BackwardRight(sizes, gradient, Input(0), Input(1).Shape));
            if (InputCount == 3 && Needs(2))
            {
                var sums = Node.Create(Input(2).Shape);
                Rows.Sum(gradient.Values, sums.Values);
                AccumulateOwned(2, sums);
            }
        }

        protected override void ReleaseSaved()
        {
            Mask?.Return();
            Mask = null;
        }

        private static Span<ulong> Words(Block mask, int m, int k) =>
            MemoryMarshal.Cast<float, ulong>(mask.Span(0, SparsityMask.Floats(m, k)));

        private Node BackwardWeight(Node gradient, Block mask)
        {
            var (m, k, n) = (Input(0).Shape.Outer(Input(0).Shape.Rank - 1), Input(1).Shape[0], Input(1).Shape[1]);
            var result = Node.Create(Input(1).Shape);
            SparseMatMulKernel.MultiplyTransposed(Input(0).Values, Words(mask, m, k), gradient.Values, result.Values, m, n, k);
            return result;
        }
    }
}
