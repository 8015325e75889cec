using System.Numerics.Tensors;
using Inkling.Autograd;
using Inkling.Kernels;

namespace Inkling.Operations;

/// <summary>The forward pass of the element-wise operations of two tensors, which broadcasts them to a common shape.</summary>
internal static class BinaryOperation
{
    public static Tensor Apply<TOperation, TKernel>(Tensor left, Tensor right, string symbol)
        where TOperation : Operation<TOperation>, new()
        where TKernel : struct, IBinary
    {
        var result = Forward<TKernel>(left, right, symbol);
        Operation<TOperation>.Record(result, left, right);
        return result;
    }

    /// <summary>With a number, whose tensor goes back to the pool with the graph.</summary>
    public static Tensor Apply<TOperation, TKernel>(Tensor left, float right, string symbol)
        where TOperation : Operation<TOperation>, new()
        where TKernel : struct, IBinary
    {
        var number = Tensor.Scalar(right);
        var result = Apply<TOperation, TKernel>(left, number, symbol);
        number.Release();
        return result;
    }

    /// <inheritdoc cref="Apply{TOperation, TKernel}(Tensor, float, string)"/>
    public static Tensor Apply<TOperation, TKernel>(float left, Tensor right, string symbol)
        where TOperation : Operation<TOperation>, new()
        where TKernel : struct, IBinary
    {
        var number = Tensor.Scalar(left);
        var result = Apply<TOperation, TKernel>(number, right, symbol);
        number.Release();
        return result;
    }

    /// <summary>The result without a record of how it was computed.</summary>
    public static Tensor Forward<TKernel>(Tensor left, Tensor right, string symbol) where TKernel : struct, IBinary
    {
        if (left.Shape == right.Shape && left.Node.IsHwnc && right.Node.IsHwnc)
        {
            var inHwnc = Tensor.EmptyLike(left.Node);
            TKernel.Apply(left.Node.Memory, right.Node.Memory, inHwnc.Node.Memory);
            return inHwnc;
        }

        var result = Tensor.Empty(Broadcast.Combine(left.Shape, right.Shape, symbol));
        Broadcast.Apply<TKernel>(left.Span, left.Shape, right.Span, right.Shape, result.Span, result.Shape);
        return result;
    }
}

/// <summary>The backward pass of an element-wise operation of two tensors.</summary>
internal abstract class BinaryOperation<TSelf> : Operation<TSelf> where TSelf : BinaryOperation<TSelf>, new()
{
    private bool _isHwnc;

    public sealed override void Backward(Node gradient)
    {
        for (var input = 0; input < 2; input++)
        {
            if (!Needs(input))
                continue;
            _isHwnc = gradient.IsHwnc && Output.IsHwnc && Input(0).IsHwnc && Input(1).IsHwnc;
            var full = _isHwnc ? Node.CreateHwnc(Output.Shape) : Node.Create(Output.Shape);
            var dy = _isHwnc ? gradient.Memory : gradient.Values;
            if (input == 0)
                BackwardLeft(dy, full.Memory);
            else
                BackwardRight(dy, full.Memory);
            AccumulateOwned(input, Reduced(full, Input(input).Shape));
        }
    }

    /// <summary>The gradient of the left operand, of the result's shape.</summary>
    protected abstract void BackwardLeft(ReadOnlySpan<float> gradient, Span<float> result);

    /// <summary>The gradient of the right operand, of the result's shape.</summary>
    protected abstract void BackwardRight(ReadOnlySpan<float> gradient, Span<float> result);

    /// <summary>The result of the forward pass, in the memory layout of the gradient.</summary>
    protected ReadOnlySpan<float> Result => _isHwnc ? Output.Memory : Output.Values;

    /// <summary>result = values (op) operand, the operand broadcast to the result's shape.</summary>
    protected void Apply<TKernel>(ReadOnlySpan<float> values, int operand, Span<float> result) where TKernel : struct, IBinary =>
        Broadcast.Apply<TKernel>(values, Output.Shape, Operand(operand), Input(operand).Shape, result, Output.Shape);

    /// <summary>result = gradient * derivative(left, right).</summary>
    protected void Chain<TDerivative>(ReadOnlySpan<float> gradient, Span<float> result) where TDerivative : struct, IElementwise
    {
        Broadcast.Apply<ElementwiseKernel<TDerivative>>(Operand(0), Input(0).Shape, Operand(1), Input(1).Shape, result, Output.Shape);
        TensorPrimitives.Multiply(result, gradient, result);
    }

    private Span<float> Operand(int index) => _isHwnc ? Input(index).Memory : Input(index).Values;

    private static Node Reduced(Node full, Shape shape)
    {
        if (full.Shape == shape)
            return full;
        var sums = Node.Create(shape);
        Broadcast.SumTo(full.Values, full.Shape, sums.Values, shape);
        full.DropHandle();
        return sums;
    }
}
