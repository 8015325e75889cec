namespace Inkling.Autograd;

/// <summary>
/// The lifetime of the tensors computed in a module's forward: when the scope ends, all of them but the returned one are released.
/// docs/decisions/0008-forward-is-a-memory-scope.md states the rule. Scopes nest, and belong to a thread.
/// </summary>
internal readonly ref struct TensorScope
{
    [ThreadStatic]
    private static Tracker? _current;

    private readonly Tracker _tracker;
    private readonly int _outerStart;
    private readonly bool _outerTracks;

    /// <summary>Begins a scope.</summary>
    /// <param name="tracks">
    /// Whether tensors computed in it are released at its end; otherwise they live as long as somebody holds them.
    /// </param>
    public TensorScope(bool tracks)
    {
        _tracker = _current ??= new Tracker();
        (_outerStart, _outerTracks) = (_tracker.Start, _tracker.Tracks);
        (_tracker.Start, _tracker.Tracks) = (_tracker.Nodes.Count, tracks);
    }

    /// <summary>Says that a tensor outlives this scope; one computed in it then belongs to the scope around. To be called last.</summary>
    public Tensor Return(Tensor result)
    {
        _tracker.Returned = result.Node;
        return result;
    }

    /// <summary>Releases the tensors of this scope, and goes back to the one around it.</summary>
    public void Dispose()
    {
        var nodes = _tracker.Nodes;
        var (start, kept) = (_tracker.Start, _tracker.Start);
        for (var i = start; i < nodes.Count; i++)
        {
            var (node, generation) = nodes[i];
            if (node.Generation != generation)
                continue;
            if (!ReferenceEquals(node, _tracker.Returned))
                node.DropHandle();
            else if (_outerTracks)
                nodes[kept++] = nodes[i];
        }

        nodes.RemoveRange(kept, nodes.Count - kept);
        _tracker.Returned = null;
        (_tracker.Start, _tracker.Tracks) = (_outerStart, _outerTracks);
    }

    /// <summary>Puts the result of an operation into the innermost scope, if that tracks.</summary>
    public static void Track(Node node)
    {
        if (_current is { Tracks: true } tracker)
            tracker.Nodes.Add((node, node.Generation));
    }

    /// <summary>Whether a tensor is one of the innermost scope.</summary>
    public static bool Owns(Tensor tensor) => _current is { } tracker && tracker.IndexOf(tensor.Node) >= tracker.Start;

    /// <summary>Releases a tensor before the end of the innermost scope; without effect where it is not one of that scope.</summary>
    public static void Release(Tensor tensor)
    {
        if (_current is { } tracker && tracker.IndexOf(tensor.Node) is var i && i >= tracker.Start)
        {
            tracker.Nodes.RemoveAt(i);
            tensor.Node.DropHandle();
        }
    }

    /// <summary>Takes a tensor out of all scopes: it has been handed to code that may keep it.</summary>
    public static void Forget(Tensor tensor)
    {
        if (_current is { } tracker && tracker.IndexOf(tensor.Node) is var i and >= 0)
            tracker.Nodes[i] = (tensor.Node, -1);
    }

    private sealed class Tracker
    {
        /// <summary>The tensors of all open scopes, those of the innermost last.</summary>
        public List<(Node Node, int Generation)> Nodes { get; } = [];

        /// <summary>Where those of the innermost scope begin.</summary>
        public int Start { get; set; }

        public bool Tracks { get; set; }

        public Node? Returned { get; set; }

        public int IndexOf(Node node)
        {
            var nodes = System.Runtime.InteropServices.CollectionsMarshal.AsSpan(Nodes);
            for (var i = nodes.Length - 1; i >= 0; i--)
            {
                if (ReferenceEquals(nodes[i].Node, node) && nodes[i].Generation == node.Generation)
                    return i;
            }

            return -1;
        }
    }
}
