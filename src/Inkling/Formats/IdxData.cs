namespace Inkling.Formats;

/// <summary>An array of unsigned bytes as an IDX file holds it.</summary>
public sealed class IdxData
{
    internal IdxData(IReadOnlyList<int> dimensions, byte[] values) => (Dimensions, Values) = (dimensions, values);

    /// <summary>The size of each dimension, outermost first, each at least 1: [60000, 28, 28] for MNIST's training images.</summary>
    public IReadOnlyList<int> Dimensions { get; }

    /// <summary>The values, the last dimension running fastest; as many as the dimensions' product.</summary>
    public byte[] Values { get; }
}
