namespace Inkling.Autograd;

/// <summary>
/// A node of the graph: the inputs of a recorded operation, and its backward function, which computes their gradients from that of the
/// output. Each operation of src/Inkling/Operations derives from <see cref="Operation{TSelf}"/>; docs/adding-an-operation.md.
/// </summary>
internal abstract class Operation
{
    private readonly List<Node> _inputs = new(3);

    // The versions of the inputs and of the output when the operation was recorded.
    private readonly List<int> _versions = new(4);

    /// <summary>Gets the node that this operation computed; it owns the operation.</summary>
    public Node Output { get; private set; } = null!;

    /// <summary>Gets or sets the number of the traversal that has visited this operation.</summary>
    public long Visit { get; set; }

    /// <summary>A second result, through which no gradient flows: it can be read as long as the output.</summary>
    public virtual Node? SecondOutput => null;

    public int InputCount => _inputs.Count;

    public Node Input(int index) => _inputs[index];

    /// <summary>Whether the gradient with respect to an input is required.</summary>
    protected bool Needs(int input) => _inputs[input].RequiresGrad;

    /// <summary>Gets whether the backward function reads the values of the inputs or the output, which then must be unchanged.</summary>
    protected virtual bool ReadsValues => true;

    /// <summary>
    /// Gets whether the backward function reads the values of one input, or of the output: the index after the last input.
    /// </summary>
    protected virtual bool Reads(int tensor) => ReadsValues;

    /// <summary>Makes this the operation that computed <paramref name="output"/>.</summary>
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

    /// <summary>Checks that the values are those from which the output was computed.</summary>
    /// <exception cref="InvalidOperationException">An input or the output was changed in place.</exception>
    public void CheckUnchanged()
    {
        for (var i = 0; i < _versions.Count; i++)
        {
            var node = i < _inputs.Count ? _inputs[i] : Output;
            if (node.Version != _versions[i] && Reads(i))
            {
                throw new InvalidOperationException(
                    $"a tensor of shape {node.Shape} was changed in place between the forward pass and Backward(), which needs its values: "
                    + "Clone() it before the change");
            }
        }
    }

    /// <summary>
    /// Accumulates the gradient with respect to each input that <see cref="Needs"/> it, given the gradient with respect to the output.
    /// </summary>
    public abstract void Backward(Node gradient);

    /// <summary>Releases the inputs and everything saved for the backward pass, and returns the operation to its pool.</summary>
    public void Release()
    {
        ReleaseSaved();
        Output = null!;
        foreach (var input in _inputs)
            input.DropReference();
        _inputs.Clear();
        ReturnToPool();
    }

    /// <summary>Creates the exception for a graph that has been freed.</summary>
    public static InvalidOperationException GraphFreed(Node node) => new(
        $"the graph behind a tensor of shape {node.Shape} was freed by Backward(): compute it again, Detach() it, "
        + "or call Backward(retainGraph: true)");

    /// <summary>Releases what the operation saved besides its inputs.</summary>
    protected virtual void ReleaseSaved()
    {
    }

    protected abstract void ReturnToPool();

    /// <summary>Accumulates a gradient whose node nothing else uses: ownership passes to the input.</summary>
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

    /// <summary>Accumulates the gradient of the output itself, where it is that of the input too: ownership passes to the input.</summary>
    protected void ForwardGradient(int input)
    {
        var gradient = Output.Gradient!;
        Output.Gradient = null;
        AccumulateOwned(input, gradient);
    }

    /// <summary>
    /// Gets the gradient accumulated for an input so far, for an operation that can add to it as it computes; null where there is none.
    /// </summary>
    protected Node? AccumulatedGradient(int input) => _inputs[input].Gradient;

    /// <summary>Accumulates a copy of a gradient that stays with its owner.</summary>
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

/// <summary>An operation whose objects are pooled.</summary>
internal abstract class Operation<TSelf> : Operation where TSelf : Operation<TSelf>, new()
{
    [ThreadStatic]
    private static Stack<TSelf>? _pool;

    /// <summary>
    /// Records that <paramref name="output"/> was computed from <paramref name="inputs"/>, if a gradient is required. Returns the
    /// operation, in which the caller saves what the backward pass needs, or null.
    /// </summary>
    /// <exception cref="InvalidOperationException">The graph behind an input has been freed.</exception>
    public static TSelf? Record(Tensor output, params ReadOnlySpan<Tensor> inputs)
    {
        TensorScope.Track(output.Node);
        if (!Graph.Recording)
            return null;
        var required = false;
        foreach (var input in inputs)
        {
            if (input.Node.GraphIsFreed)
                throw GraphFreed(input.Node);
            required |= input.Node.RequiresGrad;
        }

        if (!required)
            return null;
        var operation = (_pool ??= new Stack<TSelf>()).TryPop(out var used) ? used : new TSelf();
        operation.Attach(output.Node, inputs);
        return operation;
    }

    protected override void ReturnToPool() => (_pool ??= new Stack<TSelf>()).Push((TSelf)this);
}
