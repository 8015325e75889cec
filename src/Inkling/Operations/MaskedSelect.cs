using System.Buffers;

namespace Inkling;

public readonly partial struct Tensor
{
    /// <summary>Copies the elements where <paramref name="mask"/> is not zero, in their order, [...] to [k].</summary>
    /// <param name="mask">What a comparison gives, of this shape.</param>
    /// <exception cref="ArgumentException">The shapes differ.</exception>
    public Tensor MaskedSelect(Tensor mask)
    {
        if (mask.Shape != Shape)
            throw new ArgumentException($"MaskedSelect: a mask of shape {mask.Shape} for {Shape}, expected equal shapes", nameof(mask));
        var index = ArrayPool<int>.Shared.Rent(Length);
        var count = 0;
        var values = mask.Span;
        for (var i = 0; i < values.Length; i++)
        {
            if (values[i] != 0)
                index[count++] = i;
        }

        var flat = Flatten();
        var result = flat.IndexSelect(0, index.AsSpan(0, count));
        flat.Release();
        ArrayPool<int>.Shared.Return(index);
        return result;
    }
}
