using System.Numerics.Tensors;
using Inkling.Autograd;

namespace Inkling;

public readonly partial struct Tensor
{
    /// <summary>
    /// Subtracts in place, [...] and [...] or a single number, as <c>weights -= gradient * rate</c> inside a <see cref="NoGrad"/> does.
    /// </summary>
    /// <exception cref="InvalidOperationException">Gradients of either tensor are wanted and recording is on: the change would not be
    /// recorded.</exception>
    /// <exception cref="ArgumentException">The shapes differ and <paramref name="other"/> is not a single number.</exception>
    public void operator -=(Tensor other)
    {
        CheckInPlace(other, "-=");
        if (other.Length == 1)
            TensorPrimitives.Subtract(Span, other.Span[0], Span);
        else
            TensorPrimitives.Subtract<float>(Span, other.Span, Span);
    }

    /// <summary>Adds in place; see <see cref="op_SubtractionAssignment(Tensor)"/>.</summary>
    /// <inheritdoc cref="op_SubtractionAssignment(Tensor)" path="/exception"/>
    public void operator +=(Tensor other)
    {
        CheckInPlace(other, "+=");
        if (other.Length == 1)
            TensorPrimitives.Add(Span, other.Span[0], Span);
        else
            TensorPrimitives.Add<float>(Span, other.Span, Span);
    }

    /// <summary>Multiplies in place; see <see cref="op_SubtractionAssignment(Tensor)"/>.</summary>
    /// <inheritdoc cref="op_SubtractionAssignment(Tensor)" path="/exception"/>
    public void operator *=(Tensor other)
    {
        CheckInPlace(other, "*=");
        if (other.Length == 1)
            TensorPrimitives.Multiply(Span, other.Span[0], Span);
        else
            TensorPrimitives.Multiply<float>(Span, other.Span, Span);
    }

    /// <summary>Divides in place; see <see cref="op_SubtractionAssignment(Tensor)"/>.</summary>
    /// <inheritdoc cref="op_SubtractionAssignment(Tensor)" path="/exception"/>
    public void operator /=(Tensor other)
    {
        CheckInPlace(other, "/=");
        if (other.Length == 1)
            TensorPrimitives.Divide(Span, other.Span[0], Span);
        else
            TensorPrimitives.Divide<float>(Span, other.Span, Span);
    }

    private void CheckInPlace(Tensor other, string symbol)
    {
        CheckNotRecorded(other, symbol);
        if (other.Length != 1 && other.Shape != Shape)
            throw new ArgumentException($"{symbol}: a tensor of shape {other.Shape} cannot change one of shape {Shape} in place");
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
