namespace Inkling.Nn;

/// <summary>One of the steps that a <see cref="Module"/> takes one after the other.</summary>
/// <param name="Name">Its name, such as "1" or "layer2"; that of the part behind it in the state dictionary where there is one.</param>
/// <param name="Layer">What it is, such as "Linear(784, 128)".</param>
/// <param name="Forward">Computes its result from that of the step before.</param>
public sealed record Stage(string Name, string Layer, Func<Tensor, Tensor> Forward)
{
    /// <summary>All stages one after the other; what only leads from one to the next is given back.</summary>
    internal static Tensor ForwardAll(List<Stage> stages, Tensor input)
    {
        var current = input;
        foreach (var stage in stages)
        {
            var next = stage.Forward(current);
            if (!current.Equals(input))
                current.Release();
            current = next;
        }

        return current;
    }
}
