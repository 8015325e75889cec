using Inkling.Autograd;
using Inkling.Kernels;
using Inkling.Operations;

namespace Inkling
{
    public readonly partial struct Tensor
    {
        /// <summary>The matrix product: [m, k] times [k, n] is [m, n].</summary>
        /// <exception cref="ArgumentException">One of them is not a matrix, or the inner sizes differ.</exception>
        public Tensor MatMul(Tensor other)
        {
            if (Rank != 2 || other.Rank != 2 || Shape[1] != other.Shape[0])
                throw new ArgumentException($"MatMul: shapes {Shape} and {other.Shape} do not fit, expected [m, k] and [k, n]");
            var result = Empty(new Shape(Shape[0], other.Shape[1]));
            MatMulOperation.Multiply(Node, other.Node, result.Node);
            MatMulOperation.Record(result, this, other);
            return result;
        }
    }
}

namespace Inkling.Operations
{
    /// <summary>Y = A B: dA = dY Bᵀ, dB = Aᵀ dY.</summary>
    internal sealed class MatMulOperation : Operation<MatMulOperation>
    {
        public static unsafe void Multiply(Node a, Node b, Node y)
        {
            var (m, k, n) = (a.Shape[0], a.Shape[1], b.Shape[1]);
            fixed (float* pa = a.Values, pb = b.Values, py = y.Values)
                MatMulKernel.Multiply(new Matrix(pa, k, 1), new Matrix(pb, n, 1), py, n, m, n, k, accumulate: false);
        }

        public override void Backward(Node gradient)
        {
            if (Needs(0))
                AccumulateOwned(0, BackwardLeft(gradient, Input(1), Input(0).Shape));
            if (Needs(1))
                AccumulateOwned(1, BackwardRight(gradient, Input(0), Input(1).Shape));
        }

        /// <summary>dA [m, k] = dY [m, n] Bᵀ, with B [k, n].</summary>
        public static unsafe Node BackwardLeft(Node gradient, Node b, Shape shape)
        {
            var result = Node.Create(shape);
            var (m, n, k) = (gradient.Shape[0], gradient.Shape[1], b.Shape[0]);
            fixed (float* dy = gradient.Values, pb = b.Values, da = result.Values)
                MatMulKernel.Multiply(new Matrix(dy, n, 1), new Matrix(pb, 1, n), da, k, m, k, n, accumulate: false);
            return result;
        }

        /// <summary>dB [k, n] = Aᵀ dY, with A [m, k] and dY [m, n].</summary>
        public static unsafe Node BackwardRight(Node gradient, Node a, Shape shape)
        {
            var result = Node.Create(shape);
            var (m, n, k) = (gradient.Shape[0], gradient.Shape[1], a.Shape[1]);
            fixed (float* dy = gradient.Values, pa = a.Values, db = result.Values)
                MatMulKernel.Multiply(new Matrix(pa, 1, k), new Matrix(dy, n, 1), db, n, k, n, m, accumulate: false);
            return result;
        }
    }
}
