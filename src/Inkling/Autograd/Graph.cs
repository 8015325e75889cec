namespace Inkling.Autograd;

/// <summary>The backward pass over the recorded operations.</summary>
internal static class Graph
{
    [ThreadStatic]
    private static int _disabled;

    [ThreadStatic]
    private static BackwardPass? _pass;

    /// <summary>Gets whether operations on this thread are recorded.</summary>
    public static bool Recording => _disabled == 0;

    /// <summary>Disables recording on this thread; calls nest.</summary>
    public static void DisableRecording() => _disabled++;

    /// <summary>Ends the effect of one <see cref="DisableRecording"/>.</summary>
    public static void RestoreRecording() => _disabled--;

    /// <summary>
    /// Computes the gradient of <paramref name="root"/> with respect to every leaf of its graph, and accumulates it in the leaf.
    /// </summary>
    public static void Backward(Node root, Node? gradient, bool retainGraph)
    {
        // Taken out, so that a hook can run a backward pass of its own within this one.
        var pass = _pass ?? new BackwardPass();
        _pass = null;
        try
        {
            pass.Run(root, gradient, retainGraph);
        }
        finally
        {
            _pass = pass;
        }
    }

    private sealed class BackwardPass
    {
        private readonly List<Operation> _order = [];
        private readonly Stack<(Operation Operation, int Next)> _path = new();

        // Tensors that a program may still read: those of the previous pass are released at the end of this one.
        private List<(Node Node, int Generation)> _readable = [];
        private List<(Node Node, int Generation)> _expired = [];
        private static long s_visits;
        private long _visit;

        public void Run(Node root, Node? gradient, bool retainGraph)
        {
            if (root.Creator is null)
            {
                Accumulate(root, gradient);
                return;
            }

            Sort(root.Creator);
            CheckUnchanged();
            (_readable, _expired) = (_expired, _readable);
            Accumulate(root, gradient);
            DisableRecording();
            var next = _order.Count - 1;
            try
            {
                for (; next >= 0; next--)
                {
                    var operation = _order[next];
                    var output = operation.Output;
                    if (output.Gradient is { } outputGradient)
                    {
                        if (output.RetainsGradient)
                            output.RetainGradient();
                        operation.Backward(outputGradient);
                        output.ClearGradient();
                    }

                    if (!retainGraph)
                        FreeGraph(operation, output);
                    output.DropReference();
                }
            }
            finally
            {
                RestoreRecording();

                // Where a hook has thrown: no gradient may be left for another pass over the graph to add to.
                for (; next >= 0; next--)
                {
                    var output = _order[next].Output;
                    output.ClearGradient();
                    output.DropReference();
                }

                _order.Clear();
            }

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
            throw Autograd.Operation.GraphFreed(freed);
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
}
