namespace Inkling.Formats;

/// <summary>The array of unsigned bytes in an IDX file.</summary>
public sealed class IdxData
{
    internal IdxData(IReadOnlyList<int> dimensions, byte[] values) => (Dimensions, Values) = (dimensions, values);

    /// <summary>Gets the size of each dimension, outermost first, each at least 1: [60000, 28, 28] for MNIST's training images.</summary>
    public IReadOnlyList<int> Dimensions { get; }

    /// <summary>Gets the values in row-major order, as many as the product of the dimensions.</summary>
    public byte[] Values { get; }
}
