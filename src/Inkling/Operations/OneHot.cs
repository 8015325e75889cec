namespace Inkling;

public readonly partial struct Tensor
{
    /// <summary>Encodes class indices as vectors that are 1 at the index and 0 elsewhere, [...] to [..., classes].</summary>
    /// <param name="classes">How many classes there are.</param>
    /// <exception cref="ArgumentOutOfRangeException">An element is not a class index from 0 to classes - 1.</exception>
    public Tensor OneHot(int classes)
    {
        var result = Full(Shape.Append(classes), 0);
        var index = Span;
        for (var i = 0; i < index.Length; i++)
        {
            if (!(index[i] >= 0 && index[i] < classes) || index[i] != (int)index[i])
                throw new ArgumentOutOfRangeException(
                    nameof(classes), $"OneHot: element {index[i]} is not a class index from 0 to {classes - 1}");
            result.Span[(i * classes) + (int)index[i]] = 1;
        }

        return result;
    }
}
