using Inkling.Autograd;

namespace Inkling.Operations;

/// <summary>The forward pass of an element-wise function of one tensor.</summary>
internal interface IUnary
{
    /// <summary>Computes y from x, of equal length.</summary>
    static abstract void Forward(ReadOnlySpan<float> x, Span<float> y);
}

/// <summary>The forward pass of the element-wise operations of one tensor that have no parameters.</summary>
internal static class UnaryOperation
{
    /// <summary>[...] to [...], in the memory layout of the input.</summary>
    public static Tensor Apply<TOperation>(Tensor x) where TOperation : UnaryOperation<TOperation>, IUnary, new()
    {
        var y = Tensor.EmptyLike(x.Node);                   // memory from the pool, not cleared
        if (x.Length > 0)                                   // not every TensorPrimitives takes empty spans
            TOperation.Forward(x.Node.Memory, y.Node.Memory);
        Operation<TOperation>.Record(y, x);                 // nothing happens unless gradients are wanted
        return y;
    }
}

/// <summary>The backward pass of an element-wise operation of one tensor: result and gradient have the input's shape.</summary>
internal abstract class UnaryOperation<TSelf> : Operation<TSelf> where TSelf : UnaryOperation<TSelf>, new()
{
    public sealed override void Backward(Node gradient)
    {
        var input = Input(0);
        var inOneLayout = gradient.IsHwnc && input.IsHwnc && Output.IsHwnc;
        var result = inOneLayout ? Node.CreateHwnc(Output.Shape) : Node.Create(Output.Shape);
        if (inOneLayout)
            Backward(gradient.Memory, input.Memory, Output.Memory, result.Memory);
        else if (result.Shape.Length > 0)
            Backward(gradient.Values, input.Values, Output.Values, result.Values);
        AccumulateOwned(0, result);
    }

    /// <summary>Computes the gradient of x from that of y, x and y; all are of one length.</summary>
    protected abstract void Backward(ReadOnlySpan<float> dy, ReadOnlySpan<float> x, ReadOnlySpan<float> y, Span<float> dx);
}
