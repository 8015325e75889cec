using System.Numerics.Tensors;
using Inkling.Autograd;

namespace Inkling;

public readonly partial struct Tensor
{
    /// <summary>
    /// Subtracts in place, [...] and what broadcasts to [...], as <c>weights -= gradient * rate</c> inside a <see cref="NoGrad"/> does.
    /// </summary>
    /// <exception cref="InvalidOperationException">Gradients of either tensor are wanted and recording is on: the change would not be
    /// recorded.</exception>
    /// <exception cref="ArgumentException"><paramref name="other"/> does not broadcast to the shape of this tensor.</exception>
    public void operator -=(Tensor other)
    {
        var fitted = FittedInPlace(other, "-=");
        if (fitted.Length == 1)
            TensorPrimitives.Subtract(Span, fitted.Span[0], Span);
        else
            TensorPrimitives.Subtract<float>(Span, fitted.Span, Span);
        fitted.ReleaseCopyOf(other);
    }

    /// <summary>Adds in place; see <see cref="op_SubtractionAssignment(Tensor)"/>.</summary>
    /// <inheritdoc cref="op_SubtractionAssignment(Tensor)" path="/exception"/>
    public void operator +=(Tensor other)
    {
        var fitted = FittedInPlace(other, "+=");
        if (fitted.Length == 1)
            TensorPrimitives.Add(Span, fitted.Span[0], Span);
        else
            TensorPrimitives.Add<float>(Span, fitted.Span, Span);
        fitted.ReleaseCopyOf(other);
    }

    /// <summary>Multiplies in place; see <see cref="op_SubtractionAssignment(Tensor)"/>.</summary>
    /// <inheritdoc cref="op_SubtractionAssignment(Tensor)" path="/exception"/>
    public void operator *=(Tensor other)
    {
        var fitted = FittedInPlace(other, "*=");
        if (fitted.Length == 1)
            TensorPrimitives.Multiply(Span, fitted.Span[0], Span);
        else
            TensorPrimitives.Multiply<float>(Span, fitted.Span, Span);
        fitted.ReleaseCopyOf(other);
    }

    /// <summary>Divides in place; see <see cref="op_SubtractionAssignment(Tensor)"/>.</summary>
    /// <inheritdoc cref="op_SubtractionAssignment(Tensor)" path="/exception"/>
    public void operator /=(Tensor other)
    {
        var fitted = FittedInPlace(other, "/=");
        if (fitted.Length == 1)
            TensorPrimitives.Divide(Span, fitted.Span[0], Span);
        else
            TensorPrimitives.Divide<float>(Span, fitted.Span, Span);
        fitted.ReleaseCopyOf(other);
    }

    /// <summary>The other tensor, or what it becomes by broadcasting it to the shape of this one.</summary>
    private Tensor FittedInPlace(Tensor other, string symbol)
    {
        CheckNotRecorded(other, symbol);
        var fitted = other;
        if (other.Length != 1 && other.Shape != Shape)
        {
            if (!BroadcastsTo(other.Shape, Shape))
                throw new ArgumentException($"{symbol}: a tensor of shape {other.Shape} cannot change one of shape {Shape} in place");
            using var _ = new NoGrad();
            fitted = other.Expand(Shape);
        }

        Node.NoteChange();
        return fitted;
    }

    private static bool BroadcastsTo(Shape shape, Shape larger)
    {
        var fits = shape.Rank <= larger.Rank;
        for (var i = 1; fits && i <= shape.Rank; i++)
            fits = shape[-i] == 1 || shape[-i] == larger[-i];
        return fits;
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
