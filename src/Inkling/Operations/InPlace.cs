using Inkling.Autograd;
using Inkling.Kernels;
using Inkling.Operations;

namespace Inkling;

public readonly partial struct Tensor
{
    /// <summary>
    /// Subtracts in place a tensor that broadcasts to this shape, [...] and [...] to [...], as <c>weights -= gradient * rate</c> inside a
    /// <see cref="NoGrad"/> does.
    /// </summary>
    /// <exception cref="InvalidOperationException">Gradients of either tensor are wanted and recording is on: the change would not be
    /// recorded.</exception>
    /// <exception cref="ArgumentException"><paramref name="other"/> does not broadcast to this shape.</exception>
    public void operator -=(Tensor other) => ChangeInPlace<SubtractOperation.Kernel>(other, "-=");

    /// <summary>Adds in place; see <see cref="op_SubtractionAssignment(Tensor)"/>.</summary>
    /// <inheritdoc cref="op_SubtractionAssignment(Tensor)" path="/exception"/>
    public void operator +=(Tensor other) => ChangeInPlace<AddOperation.Kernel>(other, "+=");

    /// <summary>Multiplies in place; see <see cref="op_SubtractionAssignment(Tensor)"/>.</summary>
    /// <inheritdoc cref="op_SubtractionAssignment(Tensor)" path="/exception"/>
    public void operator *=(Tensor other) => ChangeInPlace<MultiplyOperation.Kernel>(other, "*=");

    /// <summary>Divides in place; see <see cref="op_SubtractionAssignment(Tensor)"/>.</summary>
    /// <inheritdoc cref="op_SubtractionAssignment(Tensor)" path="/exception"/>
    public void operator /=(Tensor other) => ChangeInPlace<DivideOperation.Kernel>(other, "/=");

    private void ChangeInPlace<TKernel>(Tensor other, string symbol) where TKernel : struct, IBinary
    {
        CheckNotRecorded(other, symbol);
        if (other.Length != 1 && Broadcast.Combine(Shape, other.Shape, symbol) != Shape)
            throw new ArgumentException($"{symbol}: a tensor of shape {other.Shape} cannot change one of shape {Shape} in place");
        var isShared = other.Span.Overlaps(Span, out var offset) && (offset != 0 || other.Length != Length);
        var operand = isShared ? other.Clone() : other;
        Broadcast.Apply<TKernel>(Span, Shape, operand.Span, operand.Shape, Span, Shape);
        operand.ReleaseCopyOf(other);
        Node.NoteChange();
    }

    private void CheckNotRecorded(Tensor other, string symbol)
    {
        if ((RequiresGrad || other.RequiresGrad) && Graph.Recording)
            throw new InvalidOperationException(
                $"{symbol} {(RequiresGrad ? "changes" : "takes in")} a tensor whose gradients are wanted: "
                + "put it into using (new NoGrad()) { ... }, or "
                + (symbol == "=" ? "compute a new tensor" : $"write a = a {symbol[0]} b"));
    }
}
