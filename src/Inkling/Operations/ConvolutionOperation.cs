using Inkling.Autograd;
using Inkling.Kernels;

namespace Inkling.Operations;

/// <summary>Stride, padding, dilation and groups of a convolution.</summary>
internal readonly record struct ConvolutionOptions(Size2d Stride, Size2d Padding, Size2d Dilation, int Groups)
{
    /// <summary>Gets the options as a layer shows them: ", stride 2, padding 1, dilation 2, groups 4", defaults left out.</summary>
    public string Description =>
        $"{(Stride == 1 ? "" : $", stride {Stride}")}{(Padding == default ? "" : $", padding {Padding}")}"
        + $"{(Dilation == 1 ? "" : $", dilation {Dilation}")}{(Groups == 1 ? "" : $", groups {Groups}")}";
}

/// <summary>The three products of a convolution operation, over feature maps in the HWNC layout.</summary>
internal interface IConvolutionProducts
{
    /// <summary>Computes Y, or Y +=, from X.</summary>
    static abstract void Forward(
        in ConvolutionShape shape, ReadOnlySpan<float> x, ReadOnlySpan<float> w, Span<float> y, bool accumulate);

    /// <summary>Computes dX, or dX +=, from dY.</summary>
    static abstract void BackwardInput(
        in ConvolutionShape shape, ReadOnlySpan<float> dy, ReadOnlySpan<float> w, Span<float> dx, bool accumulate);

    /// <summary>Computes dW of the active taps from X and dY.</summary>
    static abstract void BackwardWeight(in ConvolutionShape shape, ReadOnlySpan<float> x, ReadOnlySpan<float> dy, Span<float> dw);
}

/// <summary>
/// Y = product(X, W) + b: dX and dW are the other two products, db is the sum of dY over images and positions.
/// </summary>
internal abstract class ConvolutionOperation<TSelf> : Operation<TSelf>
    where TSelf : ConvolutionOperation<TSelf>, IConvolutionProducts, new()
{
    private ConvolutionShape _shape;

    /// <summary>The input in HWNC layout: the input itself, or a copy where it has another layout.</summary>
    private Node? _input;

    /// <summary>Computes the output and records the operation.</summary>
    public static Tensor Apply(Tensor x, Tensor weight, Tensor? bias, in ConvolutionShape shape, Shape output)
    {
        var input = x.Node.ToHwnc();
        var result = new Tensor(Node.CreateHwnc(output));
        if (bias is { } b && b.Length > 0)
            Rows.Fill(result.Node.Memory, b.Span);
        TSelf.Forward(shape, input.Memory, weight.Span, result.Node.Memory, accumulate: bias is not null);
        var operation = bias is { } recorded ? Record(result, x, weight, recorded) : Record(result, x, weight);
        if (operation is not null)
            (operation._shape, operation._input) = (shape, input);
        else
            input.DropReference();
        return result;
    }

    public override void Backward(Node gradient)
    {
        var dy = gradient.ToHwnc();
        if (InputCount == 3 && Needs(2))
        {
            var sums = Node.Create(Input(2).Shape);
            Rows.Sum(dy.Memory, sums.Values);
            AccumulateOwned(2, sums);
        }

        if (Needs(1))
        {
            // On small feature maps most taps only read padding: their gradient is zero and need not even be written.
            var (first, end) = _shape.ActiveTaps();
            var result = Node.CreatePartial(Input(1).Shape, first * _shape.WeightsPerTap, end * _shape.WeightsPerTap);
            TSelf.BackwardWeight(_shape, _input!.Memory, dy.Memory, result.LiveMemory);
            AccumulateOwned(1, result);
        }

        if (Needs(0))
            BackwardInput(dy);
        dy.DropReference();
    }

    protected override void ReleaseSaved()
    {
        _input?.DropReference();
        _input = null;
    }

    /// <summary>
    /// Where the input has a gradient already, as behind a residual connection, this one is added to it while it is computed.
    /// </summary>
    private void BackwardInput(Node dy)
    {
        var given = AccumulatedGradient(0);
        var add = given is not null && (given.IsHwnc || MemoryLayout.Coincides(given.Shape));
        var result = add ? given! : Node.CreateHwnc(Input(0).Shape);
        TSelf.BackwardInput(_shape, dy.Memory, Input(1).Values, result.Memory, accumulate: add);
        if (!add)
            AccumulateOwned(0, result);
    }
}
