using Inkling.Autograd;

namespace Inkling;

/// <summary>
/// A dense, row-major array of 32-bit floats in any number of dimensions up to <see cref="Shape.MaximumRank"/>, and what it was computed
/// from.
/// </summary>
/// <remarks>
/// <para>A tensor is a small value that names its memory; copying it copies the name. Nothing has to be disposed.</para>
/// <para>Tensors computed on the way to a loss can be read until the <see cref="Backward"/> of the <em>next</em> step ends, when their
/// memory is used again;
/// a later read throws <see cref="ObjectDisposedException"/>. <see cref="Clone"/> keeps a value for good. All other tensors live as long as
/// somebody holds them.</para>
/// <para>A tensor, and a graph, belong to one thread at a time; different threads may work on different ones.</para>
/// </remarks>
public readonly partial struct Tensor : IEquatable<Tensor>
{
    private readonly Node? _node;
    private readonly int _generation;

    internal Tensor(Node node)
    {
        _node = node;
        _generation = node.Generation;
    }

    /// <summary>The sizes of the dimensions.</summary>
    public Shape Shape => Node.Shape;

    /// <summary>How many dimensions there are: 0 for a single number.</summary>
    public int Rank => Node.Shape.Rank;

    /// <summary>How many elements there are.</summary>
    public int Length => Node.Shape.Length;

    /// <summary>
    /// The elements in memory, the last dimension running fastest. Writing here is neither recorded nor noticed by <see cref="Backward"/>.
    /// </summary>
    /// <remarks>Valid as long as the tensor is.</remarks>
    public Span<float> Span => Node.Values;

    /// <summary>Whether gradients with respect to this tensor are wanted, or flow through it.</summary>
    public bool RequiresGrad => Node.RequiresGrad;

    /// <summary>Whether <see cref="Backward"/> has left a gradient here.</summary>
    public bool HasGrad => Node.Gradient is not null;

    /// <summary>The gradient that <see cref="Backward"/> has accumulated since it was last cleared, of this tensor's shape.</summary>
    /// <exception cref="InvalidOperationException">There is none.</exception>
    public Tensor Grad => Node.Gradient is { } gradient
        ? new Tensor(gradient)
        : throw new InvalidOperationException(
            RequiresGrad
                ? $"this tensor of shape {Shape} has no gradient: call Backward() on a loss computed from it first (only tensors that you made keep theirs)"
                : $"this tensor of shape {Shape} has no gradient: ask for one with RequireGrad() before computing with it");

    /// <summary>The node behind this tensor, checked to be still its own.</summary>
    internal Node Node
    {
        get
        {
            var node = _node ?? throw new InvalidOperationException("this tensor was never set: it is the default value of the type");
            if (node.Generation != _generation)
                ThrowExpired();
            return node;
        }
    }

    /// <summary>Asks for gradients with respect to this tensor, or no longer.</summary>
    /// <returns>This tensor.</returns>
    /// <exception cref="InvalidOperationException">The tensor was computed: its gradients follow from its inputs.</exception>
    public Tensor RequireGrad(bool wanted = true)
    {
        if (Node.Creator is not null)
            throw new InvalidOperationException(
                "only a tensor that was not computed from others can be asked to keep gradients: use Detach() first");
        Node.RequiresGrad = wanted;
        return this;
    }

    /// <summary>Drops the gradient; the next <see cref="Backward"/> starts a new one.</summary>
    public void ZeroGrad() => Node.ClearGradient();

    /// <summary>
    /// Walks back from this tensor to everything it was computed from and adds, to each tensor that <see cref="RequireGrad"/> was called
    /// on, the gradient of this one
    /// with respect to it. The graph is freed.
    /// </summary>
    /// <param name="gradient">The gradient to start with, of this tensor's shape; 1 when absent, and then this must be a single
    /// number.</param>
    /// <param name="retainGraph">Keep the graph, so that it can be walked again.</param>
    /// <exception cref="InvalidOperationException">Nothing here requires gradients, the graph is gone, or a single number was
    /// needed.</exception>
    /// <exception cref="ArgumentException">The gradient has another shape.</exception>
    public void Backward(Tensor? gradient = null, bool retainGraph = false)
    {
        var node = Node;
        if (node.GraphIsFreed)
            throw new InvalidOperationException(
                "Backward() was called here before and has taken the graph down: call Backward(retainGraph: true) the first time");
        if (!node.RequiresGrad)
            throw new InvalidOperationException(
                $"Backward() on a tensor of shape {Shape} that was not computed from anything that requires gradients");
        if (gradient is null && Length != 1)
            throw new InvalidOperationException(
                $"Backward() starts from a single number, this tensor has the shape {Shape}: take its Sum() or Mean(), or pass a gradient");
        if (gradient is { } given && given.Shape != Shape)
            throw new ArgumentException($"Backward(): the gradient is {given.Shape}, expected {Shape}", nameof(gradient));
        Graph.Backward(node, gradient?.Node, retainGraph);
    }

    /// <summary>The same values, without what they were computed from. The memory is shared.</summary>
    public Tensor Detach() => new(Node.View(Shape, 0));

    /// <summary>A copy of the values in memory of its own, without what they were computed from.</summary>
    public Tensor Clone()
    {
        var copy = Empty(Shape);
        Span.CopyTo(copy.Span);
        return copy;
    }

    /// <summary>
    /// Gives the memory back at once instead of leaving it to the garbage collector. Never needed; the tensor must not be used afterwards.
    /// </summary>
    public void Release() => Node.DropHandle();

    /// <summary>The one number of a tensor with a single element.</summary>
    /// <exception cref="InvalidOperationException">There are more elements, or none.</exception>
    public float Item() => Length == 1
        ? Span[0]
        : throw new InvalidOperationException($"Item() is for a single number, this tensor has the shape {Shape}");

    /// <summary>The elements as an array, the last dimension running fastest.</summary>
    public float[] ToArray() => Span.ToArray();

    /// <summary>
    /// Gets whether both are the same tensor: the same memory of the same computation. For the elements there are
    /// <see cref="op_Equality"/> and <see cref="AllClose"/>.
    /// </summary>
    public bool Equals(Tensor other) => ReferenceEquals(_node, other._node) && _generation == other._generation;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Tensor other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(_node, _generation);

    private static void ThrowExpired() =>
        throw new ObjectDisposedException(
            nameof(Tensor), "this tensor belonged to an earlier training step and its memory is in use again: Clone() what is to be kept");
}
