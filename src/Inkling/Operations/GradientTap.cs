using Inkling.Autograd;

namespace Inkling.Operations;

/// <summary>y = x: dx = dy. The backward pass shows dy to a callback, which is how backward hooks of modules see gradients.</summary>
internal sealed class GradientTapOperation : Operation<GradientTapOperation>
{
    private Action<Tensor>? _callback;

    protected override bool ReadsValues => false;

    /// <summary>A copy of x behind which the gradient is shown; x itself where no gradient is recorded.</summary>
    /// <param name="x">A tensor of any shape.</param>
    /// <param name="callback">Receives a copy of the gradient of x, of its shape.</param>
    public static Tensor Apply(Tensor x, Action<Tensor> callback)
    {
        if (!x.RequiresGrad || !Graph.Recording)
            return x;
        var result = Tensor.EmptyLike(x.Node);
        x.Node.Memory.CopyTo(result.Node.Memory);
        Record(result, x)!._callback = callback;
        return result;
    }

    public override void Backward(Node gradient)
    {
        var copy = Node.Create(gradient.Shape);
        gradient.Values.CopyTo(copy.Values);
        _callback!(new Tensor(copy));
        ForwardGradient(0);
    }

    protected override void ReleaseSaved() => _callback = null;
}
