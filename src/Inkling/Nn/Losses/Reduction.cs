namespace Inkling.Nn;

/// <summary>How a <see cref="Loss"/> reduces the losses of the elements, as PyTorch's argument <c>reduction</c>.</summary>
public enum Reduction
{
    /// <summary>To their mean, [].</summary>
    Mean,

    /// <summary>To their sum, [].</summary>
    Sum,

    /// <summary>Not at all.</summary>
    None,

    /// <summary>To their sum divided by the size of the batch, [].</summary>
    BatchMean,
}

/// <summary>Applies a <see cref="Reduction"/>.</summary>
internal static class Reductions
{
    public static Tensor Apply(this Reduction reduction, Tensor losses) => reduction switch
    {
        Reduction.Mean => losses.Mean(),
        Reduction.Sum => losses.Sum(),
        Reduction.None => losses,
        Reduction.BatchMean => losses.Sum() / losses.Shape[0],
        _ => throw new ArgumentOutOfRangeException(nameof(reduction), $"there is no reduction {reduction}"),
    };
}
