using Inkling.Kernels;

namespace Inkling.Autograd;

/// <summary>
/// What stands behind a <see cref="Tensor"/>: its shape, its memory and its place in the graph. Nodes and their memory are used again as
/// soon as nobody
/// refers to them, which is why a training step leaves no garbage; the generation tells a tensor whose node has moved on.
/// </summary>
internal sealed class Node
{
    private static readonly Lock Reordering = new();

    [ThreadStatic]
    private static Stack<Node>? _pool;

    private Block? _block;
    private Node? _base;
    private int _offset;
    private int _version;
    private (int Start, int End) _live;

    private Node()
    {
    }

    public Shape Shape { get; private set; }

    /// <summary>How often this node has been given back; a tensor is valid while it agrees with its own number.</summary>
    public int Generation { get; private set; }

    public bool RequiresGrad { get; set; }

    /// <summary>The operation that computed this node, while the graph behind it stands.</summary>
    public Operation? Creator { get; set; }

    /// <summary>The gradient, once something has been contributed to it.</summary>
    public Node? Gradient { get; set; }

    /// <summary>Whether <see cref="Tensor.Backward"/> has walked the graph behind this node and taken it down.</summary>
    public bool GraphIsFreed { get; set; }

    /// <summary>Whether the tensor that was handed out still counts as a reference.</summary>
    public bool HandleHeld { get; private set; }

    /// <summary>How often the memory has been changed in place, by an operator or an optimizer.</summary>
    public int Version => Root._version;

    private int References { get; set; }

    /// <summary>
    /// Whether the memory holds a batch of maps [N, C, H, W] as [H, W, N, C]; docs/decisions/0005-the-hwnc-layout.md says why.
    /// </summary>
    public bool IsHwnc { get; private set; }

    /// <summary>
    /// The elements row by row, the last dimension running fastest. Brings the memory into that order first where it is in another.
    /// </summary>
    public Span<float> Values
    {
        get
        {
            if (IsHwnc)
                ConvertToNchw();
            return Memory;
        }
    }

    /// <summary>The elements in the order that they lie in.</summary>
    public Span<float> Memory
    {
        get
        {
            if (IsPartial)
                FillWithZeros();
            return Root._block!.Span(_offset, Shape.Length);
        }
    }

    /// <summary>
    /// The elements that can differ from zero, from the first to before the last in memory: all of them, unless <see cref="CreatePartial"/>
    /// said less. An optimizer
    /// leaves the others alone; whoever asks for <see cref="Memory"/> gets zeros there.
    /// </summary>
    public (int Start, int End) Live => IsPartial ? _live : (0, Shape.Length);

    /// <summary>The elements of <see cref="Live"/>.</summary>
    public Span<float> LiveMemory => Root._block!.Span(_offset + Live.Start, Live.End - Live.Start);

    private bool IsPartial { get; set; }

    private Node Root => _base ?? this;

    /// <summary>A node with memory of its own, whose content is whatever was there before.</summary>
    public static Node Create(Shape shape)
    {
        var node = Rent(shape);
        node._block = Block.Rent(shape.Length);
        return node;
    }

    /// <summary>A node for a batch of maps whose memory is to be filled as [H, W, N, C].</summary>
    public static Node CreateHwnc(Shape shape)
    {
        var node = Create(shape);
        node.IsHwnc = !MemoryLayout.Coincides(shape);
        return node;
    }

    /// <summary>
    /// A node of zeros but for the elements from <paramref name="start"/> to before <paramref name="end"/>, whose content is whatever was
    /// there before.
    /// </summary>
    public static Node CreatePartial(Shape shape, int start, int end)
    {
        var node = Create(shape);
        node.IsPartial = start > 0 || end < shape.Length;
        node._live = (start, end);
        return node;
    }

    /// <summary>
    /// This node, or a copy of it, with its memory as [H, W, N, C]. The caller drops the reference when it is done.
    /// </summary>
    public Node ToHwnc()
    {
        if (IsHwnc || MemoryLayout.Coincides(Shape))
        {
            AddReference();
            return this;
        }

        var copy = CreateHwnc(Shape);
        MemoryLayout.ToHwnc(Memory, copy.Memory, Shape);
        return copy;
    }

    /// <summary>Adds <paramref name="other"/>, of the same shape, to this.</summary>
    public void Add(Node other)
    {
        if (IsHwnc == other.IsHwnc)
            System.Numerics.Tensors.TensorPrimitives.Add<float>(Memory, other.Memory, Memory);
        else
            System.Numerics.Tensors.TensorPrimitives.Add<float>(Values, other.Values, Values);
    }

    /// <summary>A node that shows a part of this one's memory.</summary>
    public Node View(Shape shape, int offset)
    {
        if (IsHwnc)
            ConvertToNchw();
        if (Root.IsPartial)
            Root.FillWithZeros();
        var view = Rent(shape);
        view._base = Root;
        view._offset = _offset + offset;
        Root.References++;
        return view;
    }

    /// <summary>
    /// Notes that the memory has been changed in place, so that a graph that still needs what was there can refuse to be walked.
    /// </summary>
    public void NoteChange() => Root._version++;

    public void AddReference() => References++;

    public void DropReference()
    {
        if (--References == 0)
            Recycle();
    }

    /// <summary>Takes back the reference that belongs to the tensor that was handed out.</summary>
    public void DropHandle()
    {
        if (!HandleHeld)
            return;
        HandleHeld = false;
        DropReference();
    }

    public void ClearGradient()
    {
        var gradient = Gradient;
        Gradient = null;
        gradient?.DropHandle();
    }

    private static Node Rent(Shape shape)
    {
        var pool = _pool ??= new Stack<Node>();
        var node = pool.TryPop(out var used) ? used : new Node();
        node.Shape = shape;
        node.References = 1;
        node.HandleHeld = true;
        return node;
    }

    private void ConvertToNchw()
    {
        lock (Reordering)
        {
            if (!IsHwnc)
                return;
            var rows = Block.Rent(Shape.Length);
            MemoryLayout.ToNchw(Memory, rows.Span(0, Shape.Length), Shape);
            var before = _block;
            _block = rows;
            IsHwnc = false;
            before!.Return();
        }
    }

    private void FillWithZeros()
    {
        lock (Reordering)
        {
            if (!IsPartial)
                return;
            var all = _block!.Span(_offset, Shape.Length);
            all[.._live.Start].Clear();
            all[_live.End..].Clear();
            IsPartial = false;
        }
    }

    private void Recycle()
    {
        Generation++;
        HandleHeld = false;
        RequiresGrad = false;
        GraphIsFreed = false;
        IsHwnc = false;
        IsPartial = false;
        _offset = 0;
        ClearGradient();
        var creator = Creator;
        Creator = null;
        creator?.Release();
        var root = _base;
        _base = null;
        root?.DropReference();
        _block?.Return();
        _block = null;
        (_pool ??= new Stack<Node>()).Push(this);
    }
}
