namespace Inkling.Autograd;

/// <summary>
/// One recorded step of a computation: what it was computed from, and how a gradient of its result becomes gradients of its inputs. Each
/// operation of
/// src/Inkling/Operations derives from <see cref="Operation{TSelf}"/>; docs/adding-an-operation.md walks through one.
/// </summary>
internal abstract class Operation
{
    private readonly List<Node> _inputs = new(3);

    // Of each input, then of the output: what its memory had been through when it was recorded.
    private readonly List<int> _versions = new(4);

    /// <summary>The node that this operation computed; it owns the operation.</summary>
    public Node Output { get; private set; } = null!;

    /// <summary>The walk that has already put this operation in order.</summary>
    public long Visit { get; set; }

    /// <summary>A second result, through which no gradient flows: it can be read as long as the output.</summary>
    public virtual Node? SecondOutput => null;

    public int InputCount => _inputs.Count;

    public Node Input(int index) => _inputs[index];

    /// <summary>Whether anybody wants the gradient of an input.</summary>
    protected bool Needs(int input) => _inputs[input].RequiresGrad;

    /// <summary>Whether the way back reads the values of the inputs or the output, so that they must still be what they were.</summary>
    protected virtual bool ReadsValues => true;

    public void Attach(Node output, ReadOnlySpan<Tensor> inputs)
    {
        Output = output;
        _versions.Clear();
        foreach (var input in inputs)
        {
            var node = input.Node;
            node.AddReference();
            _inputs.Add(node);
            _versions.Add(node.Version);
        }

        _versions.Add(output.Version);
        output.Creator = this;
        output.RequiresGrad = true;
    }

    /// <summary>Refuses to go back over values that are no longer those the result was computed from.</summary>
    /// <exception cref="InvalidOperationException">An input or the output was changed in place.</exception>
    public void CheckUnchanged()
    {
        if (!ReadsValues)
            return;
        for (var i = 0; i < _versions.Count; i++)
        {
            var node = i < _inputs.Count ? _inputs[i] : Output;
            if (node.Version != _versions[i])
                throw new InvalidOperationException(
                    $"a tensor of shape {node.Shape} was changed in place between the forward pass and Backward(), which needs its values: Clone() it before the change");
        }
    }

    /// <summary>
    /// Takes the gradient of the output, of its shape, and gives each input that <see cref="Needs"/> it a gradient of the input's shape.
    /// </summary>
    public abstract void Backward(Node gradient);

    /// <summary>Lets go of the inputs and of everything saved for the way back.</summary>
    public void Release()
    {
        ReleaseSaved();
        Output = null!;
        foreach (var input in _inputs)
            input.DropReference();
        _inputs.Clear();
        ReturnToPool();
    }

    /// <summary>What is said where a graph is needed that has been walked already.</summary>
    public static InvalidOperationException GraphFreed(Node node) => new(
        $"the graph behind a tensor of shape {node.Shape} was taken down by Backward(): compute it again, Detach() it, or call Backward(retainGraph: true)");

    /// <summary>Lets go of what the operation saved besides its inputs.</summary>
    protected virtual void ReleaseSaved()
    {
    }

    protected abstract void ReturnToPool();

    /// <summary>Contributes a gradient that nobody else uses; the node is taken over.</summary>
    protected void AccumulateOwned(int input, Node gradient)
    {
        var node = _inputs[input];
        if (node.Gradient is not { } sum)
        {
            node.Gradient = gradient;
            return;
        }

        sum.Add(gradient);
        gradient.DropHandle();
    }

    /// <summary>Contributes the gradient of the output itself, which nobody else needs any more.</summary>
    protected void ForwardGradient(int input)
    {
        var gradient = Output.Gradient!;
        Output.Gradient = null;
        AccumulateOwned(input, gradient);
    }

    /// <summary>
    /// What has been contributed to an input's gradient so far, for an operation that can add to it as it computes; null where there is
    /// nothing.
    /// </summary>
    protected Node? AccumulatedGradient(int input) => _inputs[input].Gradient;

    /// <summary>Contributes a gradient that stays with its owner.</summary>
    protected void AccumulateCopy(int input, Node gradient)
    {
        var node = _inputs[input];
        if (node.Gradient is { } sum)
        {
            sum.Add(gradient);
            return;
        }

        var copy = Node.Create(node.Shape);
        gradient.Values.CopyTo(copy.Values);
        node.Gradient = copy;
    }
}

/// <summary>An operation whose objects are used again.</summary>
internal abstract class Operation<TSelf> : Operation where TSelf : Operation<TSelf>, new()
{
    [ThreadStatic]
    private static Stack<TSelf>? _pool;

    /// <summary>
    /// Records that <paramref name="output"/> was computed from <paramref name="inputs"/>, if gradients are wanted: returns the operation,
    /// to save what its way back
    /// needs, or null.
    /// </summary>
    /// <exception cref="InvalidOperationException">The graph behind an input has been walked and taken down.</exception>
    public static TSelf? Record(Tensor output, params ReadOnlySpan<Tensor> inputs)
    {
        TensorScope.Track(output.Node);
        if (!Graph.Recording)
            return null;
        var wanted = false;
        foreach (var input in inputs)
        {
            if (input.Node.GraphIsFreed)
                throw GraphFreed(input.Node);
            wanted |= input.Node.RequiresGrad;
        }

        if (!wanted)
            return null;
        var operation = (_pool ??= new Stack<TSelf>()).TryPop(out var used) ? used : new TSelf();
        operation.Attach(output.Node, inputs);
        return operation;
    }

    protected override void ReturnToPool() => (_pool ??= new Stack<TSelf>()).Push((TSelf)this);
}
