namespace Inkling.Autograd;

/// <summary>
/// A backward pass over the recorded operations, one at a time: it computes the gradient of a tensor with respect to every leaf of its
/// graph, and accumulates it in the leaf. To be disposed, also where it was not completed.
/// </summary>
internal sealed class BackwardPass : IDisposable
{
    [ThreadStatic]
    private static Stack<BackwardPass>? _pool;

    private static long s_visits;

    private readonly List<Operation> _order = [];
    private readonly Stack<(Operation Operation, int Next)> _path = new();

    // Tensors that a program may still read: those of the previous pass are released at the end of this one.
    private List<(Node Node, int Generation)> _readable = [];
    private List<(Node Node, int Generation)> _expired = [];
    private long _visit;
    private bool _retainsGraph;
    private int _next;

    private BackwardPass()
    {
    }

    /// <summary>Begins a pass.</summary>
    /// <param name="root">The tensor whose gradient is computed.</param>
    /// <param name="gradient">The gradient with respect to it; null for 1.</param>
    /// <param name="retainGraph">Whether to keep the graph for another pass.</param>
    public static BackwardPass Start(Node root, Node? gradient, bool retainGraph)
    {
        // Taken out, so that there can be another pass before the end of this one, such as that of a hook.
        var pass = (_pool ??= new Stack<BackwardPass>()).TryPop(out var used) ? used : new BackwardPass();
        try
        {
            pass.Prepare(root, gradient, retainGraph);
            return pass;
        }
        catch
        {
            _pool.Push(pass);
            throw;
        }
    }

    /// <summary>Computes the gradients with respect to the inputs of the next operation.</summary>
    /// <returns>Whether there are more operations.</returns>
    public bool Advance()
    {
        if (_next < 0)
            return false;
        Graph.DisableRecording();
        try
        {
            var operation = _order[_next];
            var output = operation.Output;
            if (output.Gradient is { } outputGradient)
            {
                if (output.RetainsGradient)
                    output.RetainGradient();
                operation.Backward(outputGradient);
                output.ClearGradient();
            }

            if (!_retainsGraph)
                FreeGraph(operation, output);
            output.DropReference();
            _next--;
        }
        finally
        {
            Graph.RestoreRecording();
        }

        return _next >= 0;
    }

    /// <summary>Ends the pass.</summary>
    public void Dispose()
    {
        if (_next < 0)
            ReleaseExpired();

        // Where it was not completed: no gradient may be left for another pass over the graph to add to.
        for (; _next >= 0; _next--)
        {
            var output = _order[_next].Output;
            output.ClearGradient();
            output.DropReference();
        }

        _order.Clear();
        (_pool ??= new Stack<BackwardPass>()).Push(this);
    }

    private void Prepare(Node root, Node? gradient, bool retainGraph)
    {
        (_retainsGraph, _next) = (retainGraph, -1);
        if (root.Creator is { } creator)
        {
            Sort(creator);
            CheckUnchanged();
            (_readable, _expired) = (_expired, _readable);
            _next = _order.Count - 1;
        }

        Accumulate(root, gradient);
    }

    private void ReleaseExpired()
    {
        foreach (var (node, generation) in _expired)
        {
            if (node.Generation == generation)
                node.DropHandle();
        }

        _expired.Clear();
    }

    private void CheckUnchanged()
    {
        try
        {
            foreach (var operation in _order)
                operation.CheckUnchanged();
        }
        catch (InvalidOperationException)
        {
            foreach (var operation in _order)
                operation.Output.DropReference();
            _order.Clear();
            throw;
        }
    }

    /// <summary>Sorts the operations topologically, inputs first (depth first, without recursion: a graph may be deep).</summary>
    private void Sort(Operation root)
    {
        _visit = Interlocked.Increment(ref s_visits);
        Enter(root);
        while (_path.TryPop(out var at))
        {
            if (at.Next == at.Operation.InputCount)
            {
                _order.Add(at.Operation);
                continue;
            }

            _path.Push((at.Operation, at.Next + 1));
            var input = at.Operation.Input(at.Next);
            if (input.GraphIsFreed)
                Refuse(input);
            if (input.Creator is { } creator && creator.Visit != _visit)
                Enter(creator);
        }
    }

    /// <summary>
    /// Refuses a graph of which another backward pass has freed a part, as that of another loss: a gradient would be lost silently.
    /// </summary>
    private void Refuse(Node freed)
    {
        foreach (var operation in _order)
            operation.Output.DropReference();
        foreach (var (operation, _) in _path)
            operation.Output.DropReference();
        _order.Clear();
        _path.Clear();
        throw Operation.GraphFreed(freed);
    }

    private void Enter(Operation operation)
    {
        operation.Visit = _visit;
        operation.Output.AddReference();
        _path.Push((operation, 0));
    }

    private void FreeGraph(Operation operation, Node output)
    {
        output.Creator = null;
        output.GraphIsFreed = true;
        if (output.HandleHeld)
            _readable.Add((output, output.Generation));
        if (operation.SecondOutput is { HandleHeld: true } second)
            _readable.Add((second, second.Generation));
        operation.Release();
    }

    private static void Accumulate(Node node, Node? gradient)
    {
        if (node.Gradient is null)
        {
            node.Gradient = Node.Create(node.Shape);
            node.Gradient.Values.Clear();
        }

        var sum = node.Gradient.Values;
        if (gradient is null)
            System.Numerics.Tensors.TensorPrimitives.Add(sum, 1f, sum);
        else
            System.Numerics.Tensors.TensorPrimitives.Add<float>(sum, gradient.Values, sum);
    }
}
