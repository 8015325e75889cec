using Inkling.Autograd;

namespace Inkling.Operations;

/// <summary>What the element-wise operations of one tensor share: the result and the gradient have the input's shape.</summary>
internal abstract class UnaryOperation<TSelf> : Operation<TSelf> where TSelf : UnaryOperation<TSelf>, new()
{
    public sealed override void Backward(Node gradient)
    {
        var input = Input(0);
        var inOneOrder = gradient.IsHwnc && input.IsHwnc && Output.IsHwnc;
        var result = inOneOrder ? Node.CreateHwnc(Output.Shape) : Node.Create(Output.Shape);
        if (inOneOrder)
            Backward(gradient.Memory, input.Memory, Output.Memory, result.Memory);
        else
            Backward(gradient.Values, input.Values, Output.Values, result.Values);
        AccumulateOwned(0, result);
    }

    /// <summary>The gradient of x, given that of y, x and y themselves: all of one length.</summary>
    protected abstract void Backward(ReadOnlySpan<float> dy, ReadOnlySpan<float> x, ReadOnlySpan<float> y, Span<float> dx);
}
