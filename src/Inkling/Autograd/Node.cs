using Inkling.Kernels;

namespace Inkling.Autograd;

/// <summary>
/// The state of a <see cref="Tensor"/>: its shape, its memory and its place in the graph. Nodes and their memory are pooled and reused as
/// soon as nothing refers to them, so a training step allocates nothing; a tensor detects by the generation that its node was recycled.
/// </summary>
internal sealed class Node
{
    private static readonly Lock Converting = new();

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

    /// <summary>Gets how often this node has been recycled; a tensor is valid while its own generation is equal.</summary>
    public int Generation { get; private set; }

    public bool RequiresGrad { get; set; }

    /// <summary>Gets or sets the operation that computed this node, until its graph is freed.</summary>
    public Operation? Creator { get; set; }

    /// <summary>Gets or sets the accumulated gradient; null before the first contribution.</summary>
    public Node? Gradient { get; set; }

    /// <summary>Gets or sets whether a copy of the gradient is kept, although this is no leaf.</summary>
    public bool RetainsGradient { get; set; }

    /// <summary>Gets the gradient that was kept; null where none was.</summary>
    public Node? RetainedGradient { get; private set; }

    /// <summary>Gets or sets whether <see cref="Tensor.Backward"/> has freed the graph behind this node.</summary>
    public bool GraphIsFreed { get; set; }

    /// <summary>Gets whether the public tensor still counts as a reference.</summary>
    public bool HandleHeld { get; private set; }

    /// <summary>Gets how often the memory has been changed in place, by an operator or an optimizer.</summary>
    public int Version => Root._version;

    private int References { get; set; }

    /// <summary>
    /// Gets whether the memory holds feature maps [N, C, H, W] in the HWNC layout, [H, W, N, C]; docs/decisions/0005-the-hwnc-layout.md.
    /// </summary>
    public bool IsHwnc { get; private set; }

    /// <summary>
    /// Gets the elements in row-major order. Converts the memory to it first where it has another layout.
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

    /// <summary>Gets the elements in the order of the memory.</summary>
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
    /// Gets the range of elements in memory that can differ from zero: all, unless the node comes from <see cref="CreatePartial"/>. An
    /// optimizer skips the others; <see cref="Memory"/> has zeros there.
    /// </summary>
    public (int Start, int End) Live => IsPartial ? _live : (0, Shape.Length);

    /// <summary>Gets the elements of <see cref="Live"/>.</summary>
    public Span<float> LiveMemory => Root._block!.Span(_offset + Live.Start, Live.End - Live.Start);

    private bool IsPartial { get; set; }

    private Node Root => _base ?? this;

    /// <summary>Creates a node with memory of its own, whose content is undefined.</summary>
    public static Node Create(Shape shape)
    {
        var node = Rent(shape);
        node._block = Block.Rent(shape.Length);
        return node;
    }

    /// <summary>Creates a node for feature maps in the HWNC layout, whose content is undefined.</summary>
    public static Node CreateHwnc(Shape shape)
    {
        var node = Create(shape);
        node.IsHwnc = !MemoryLayout.Coincides(shape);
        return node;
    }

    /// <summary>
    /// Creates a node of zeros, except for the elements from <paramref name="start"/> to before <paramref name="end"/>, whose content is
    /// undefined.
    /// </summary>
    public static Node CreatePartial(Shape shape, int start, int end)
    {
        var node = Create(shape);
        node.IsPartial = start > 0 || end < shape.Length;
        node._live = (start, end);
        return node;
    }

    /// <summary>
    /// Gets this node, or a copy of it, in the HWNC layout. The caller drops the reference.
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

    /// <summary>Creates a node that is a view of a part of this one's memory.</summary>
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
    /// Notes that the memory has been changed in place, so that a backward pass that needs the old values can refuse to run.
    /// </summary>
    public void NoteChange() => Root._version++;

    public void AddReference() => References++;

    public void DropReference()
    {
        if (--References == 0)
            Recycle();
    }

    /// <summary>Drops the reference of the public tensor.</summary>
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

    /// <summary>Adds the gradient to the one that is kept.</summary>
    public void RetainGradient()
    {
        if (RetainedGradient is { } sum)
        {
            sum.Add(Gradient!);
            return;
        }

        var copy = Tensor.EmptyLike(Gradient!).Node;
        Gradient!.Memory.CopyTo(copy.Memory);
        RetainedGradient = copy;
    }

    /// <summary>Clears the gradient that was kept.</summary>
    public void ClearRetainedGradient()
    {
        var retained = RetainedGradient;
        RetainedGradient = null;
        retained?.DropHandle();
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
        lock (Converting)
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
        lock (Converting)
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
        RetainsGradient = false;
        ClearRetainedGradient();
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
