using Inkling.Autograd;

namespace Inkling;

/// <summary>
/// A dense, row-major array of 32-bit floats with up to <see cref="Shape.MaximumRank"/> dimensions, and the node of the autograd graph that
/// it was computed by.
/// </summary>
/// <remarks>
/// <para>A tensor is a small value that refers to its memory; copying the value copies the reference. Nothing has to be disposed.</para>
/// <para>A loss and the tensors that it was computed from can be read until the next <see cref="Backward"/> after its own ends, usually
/// that of the next step, when their memory is reused; a later read throws <see cref="ObjectDisposedException"/>. <see cref="Clone"/>
/// keeps the values, and <see cref="Item"/> a loss. All other tensors live as long as they are referenced.</para>
/// <para>A tensor, and a graph, may be used by one thread at a time.</para>
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

    /// <summary>Gets the sizes of the dimensions.</summary>
    public Shape Shape => Node.Shape;

    /// <summary>Gets the number of dimensions: 0 for a single number.</summary>
    public int Rank => Node.Shape.Rank;

    /// <summary>Gets the number of elements.</summary>
    public int Length => Node.Shape.Length;

    /// <summary>
    /// Gets the elements in memory, the last dimension running fastest. A write is neither recorded nor noticed by <see cref="Backward"/>.
    /// </summary>
    /// <remarks>The span is valid as long as the tensor.</remarks>
    public Span<float> Span => Node.Values;

    /// <summary>Gets whether <see cref="Backward"/> computes the gradient with respect to this tensor.</summary>
    public bool RequiresGrad => Node.RequiresGrad;

    /// <summary>Gets whether <see cref="Backward"/> has accumulated a gradient.</summary>
    public bool HasGrad => (Node.Gradient ?? Node.RetainedGradient) is not null;

    /// <summary>Gets the gradient accumulated since <see cref="ZeroGrad"/>, of this tensor's shape [...].</summary>
    /// <exception cref="InvalidOperationException">There is none.</exception>
    public Tensor Grad => (Node.Gradient ?? Node.RetainedGradient) is { } gradient
        ? new Tensor(gradient)
        : throw new InvalidOperationException(
            RequiresGrad
                ? $"this tensor of shape {Shape} has no gradient: call Backward() on a loss computed from it first "
                + "(only leaves and tensors with RetainGrad() keep it)"
                : $"this tensor of shape {Shape} has no gradient: ask for one with RequireGrad() before computing with it");

    /// <summary>The node of this tensor, checked not to have been reused.</summary>
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

    /// <summary>Sets whether gradients with respect to this tensor are computed (PyTorch's <c>requires_grad_</c>).</summary>
    /// <param name="wanted">Whether they are.</param>
    /// <returns>This tensor [...].</returns>
    /// <exception cref="InvalidOperationException">The tensor is not a leaf of the graph.</exception>
    public Tensor RequireGrad(bool wanted = true)
    {
        if (Node.Creator is not null)
            throw new InvalidOperationException(
                "only a tensor that was not computed from others can be asked to keep gradients: use Detach() first");
        Node.RequiresGrad = wanted;
        return this;
    }

    /// <summary>
    /// Makes <see cref="Backward"/> keep the gradient with respect to this tensor although it was computed from others, as
    /// <c>retain_grad</c> in PyTorch: without it only leaves have a <see cref="Grad"/>.
    /// </summary>
    /// <returns>This tensor [...].</returns>
    /// <exception cref="InvalidOperationException">The tensor requires no gradient.</exception>
    public Tensor RetainGrad()
    {
        if (!RequiresGrad)
            throw new InvalidOperationException($"RetainGrad() on a tensor of shape {Shape} that requires no gradient");
        Node.RetainsGradient = Node.Creator is not null;
        return this;
    }

    /// <summary>Freezes a parameter, so that it no longer requires a gradient and has none, or unfreezes it.</summary>
    internal void SetFrozen(bool frozen)
    {
        ZeroGrad();
        RequireGrad(!frozen);
    }

    /// <summary>Clears the gradient; the next <see cref="Backward"/> starts a new one.</summary>
    public void ZeroGrad()
    {
        Node.ClearGradient();
        Node.ClearRetainedGradient();
    }

    /// <summary>
    /// Computes the gradient of this tensor with respect to every leaf of its graph and adds it to the leaf's <see cref="Grad"/>. The graph
    /// is freed.
    /// </summary>
    /// <param name="gradient">The gradient of the loss with respect to this tensor, of its shape [...]; 1 when null, and then this
    /// must be a single number.</param>
    /// <param name="retainGraph">Whether to keep the graph for another backward pass.</param>
    /// <exception cref="InvalidOperationException">The tensor requires no gradients, its graph was freed, or it is not a single
    /// number.</exception>
    /// <exception cref="ArgumentException">The gradient has another shape.</exception>
    public void Backward(Tensor? gradient = null, bool retainGraph = false)
    {
        using var pass = StartBackward(gradient, retainGraph);
        while (pass.Advance())
        {
        }
    }

    /// <summary>Begins what <see cref="Backward"/> does.</summary>
    internal BackwardPass StartBackward(Tensor? gradient = null, bool retainGraph = false)
    {
        var node = Node;
        if (node.GraphIsFreed)
            throw new InvalidOperationException(
                "Backward() was called before and has freed the graph: call Backward(retainGraph: true) the first time");
        if (!node.RequiresGrad)
            throw new InvalidOperationException(
                $"Backward() on a tensor of shape {Shape} that was not computed from anything that requires gradients");
        if (gradient is null && Length != 1)
            throw new InvalidOperationException(
                $"Backward() starts from a single number, this tensor has the shape {Shape}: take its Sum() or Mean(), or pass a gradient");
        if (gradient is { } given && given.Shape != Shape)
            throw new ArgumentException($"Backward(): the gradient is {given.Shape}, expected {Shape}", nameof(gradient));
        return BackwardPass.Start(node, gradient?.Node, retainGraph);
    }

    /// <summary>Views the same elements outside the graph, [...] to [...]: no gradient flows through. The memory is shared.</summary>
    public Tensor Detach() => new(Node.View(Shape, 0));

    /// <summary>Copies the elements to a tensor outside the graph, [...] to [...]: no gradient flows through.</summary>
    public Tensor Clone()
    {
        var copy = Empty(Shape);
        Span.CopyTo(copy.Span);
        return copy;
    }

    /// <summary>
    /// Returns the memory to the pool at once instead of leaving it to the garbage collector. Never needed; the tensor must not be used
    /// afterwards.
    /// </summary>
    public void Release() => Node.DropHandle();

    /// <summary>Gets the value of a tensor with a single element, [] or [1, ...].</summary>
    /// <exception cref="InvalidOperationException">There are more elements, or none.</exception>
    public float Item() => Length == 1
        ? Span[0]
        : throw new InvalidOperationException($"Item() is for a single number, this tensor has the shape {Shape}");

    /// <summary>Copies the elements to an array, the last dimension running fastest.</summary>
    public float[] ToArray() => Span.ToArray();

    /// <summary>
    /// Gets whether both are the same tensor, [...] both: the same memory of the same computation. For the elements there are
    /// <see cref="op_Equality"/> and <see cref="AllClose"/>.
    /// </summary>
    public bool Equals(Tensor other) => ReferenceEquals(_node, other._node) && _generation == other._generation;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Tensor other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(_node, _generation);

    private static void ThrowExpired() =>
        throw new ObjectDisposedException(
            nameof(Tensor),
            "this tensor was released with the training step or the forward pass that computed it, and its memory is in use again: "
            + "Clone() what is to be kept");
}
