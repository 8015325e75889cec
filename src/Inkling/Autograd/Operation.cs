namespace Inkling.Autograd;

/// <summary>
/// One recorded step of a computation: what it was computed from, and how a gradient of its result becomes gradients of its inputs. Each operation of
/// src/Inkling/Operations derives from <see cref="Operation{TSelf}"/>; docs/adding-an-operation.md walks through one.
/// </summary>
internal abstract class Operation
{
    private readonly List<Node> _inputs = new(3);

    /// <summary>The node that this operation computed; it owns the operation.</summary>
    public Node Output { get; private set; } = null!;

    /// <summary>The walk that has already put this operation in order.</summary>
    public long Visit { get; set; }

    public int InputCount => _inputs.Count;

    public Node Input(int index) => _inputs[index];

    /// <summary>Whether anybody wants the gradient of an input.</summary>
    protected bool Needs(int input) => _inputs[input].RequiresGrad;

    public void Attach(Node output, ReadOnlySpan<Tensor> inputs)
    {
        Output = output;
        foreach (var input in inputs)
        {
            var node = input.Node;
            node.AddReference();
            _inputs.Add(node);
        }

        output.Creator = this;
        output.RequiresGrad = true;
    }

    /// <summary>Takes the gradient of the output, of its shape, and gives each input that <see cref="Needs"/> it a gradient of the input's shape.</summary>
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
    public static InvalidOperationException TakenDown(Node node) => new(
        $"the graph behind a tensor of shape {node.Shape} was taken down by Backward(): compute it again, Detach() it, or call Backward(retainGraph: true)");

    /// <summary>Lets go of what the operation saved besides its inputs.</summary>
    protected virtual void ReleaseSaved()
    {
    }

    protected abstract void ReturnToPool();

    /// <summary>Contributes a gradient that nobody else uses; the node is taken over.</summary>
    protected void Give(int input, Node gradient)
    {
        var node = _inputs[input];
        if (node.Gradient is not { } sum)
        {
            node.Gradient = gradient;
            return;
        }

        System.Numerics.Tensors.TensorPrimitives.Add<float>(sum.Values, gradient.Values, sum.Values);
        gradient.DropHandle();
    }

    /// <summary>Contributes a gradient that stays with its owner.</summary>
    protected void Pass(int input, Node gradient)
    {
        var node = _inputs[input];
        if (node.Gradient is { } sum)
        {
            System.Numerics.Tensors.TensorPrimitives.Add<float>(sum.Values, gradient.Values, sum.Values);
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
    /// Records that <paramref name="output"/> was computed from <paramref name="inputs"/>, if gradients are wanted: returns the operation, to save what its way back
    /// needs, or null.
    /// </summary>
    /// <exception cref="InvalidOperationException">The graph behind an input has been walked and taken down.</exception>
    public static TSelf? Record(Tensor output, params ReadOnlySpan<Tensor> inputs)
    {
        if (!Graph.Recording)
            return null;
        var wanted = false;
        foreach (var input in inputs)
        {
            if (input.Node.Spent)
                throw TakenDown(input.Node);
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
