using System.Runtime.CompilerServices;
using System.Text;

namespace Inkling;

/// <summary>
/// The sizes of a tensor's dimensions, the outermost first: a batch of 64 images of 28 x 28 has the shape [64, 28, 28], a single number the
/// shape [].
/// </summary>
public readonly struct Shape : IEquatable<Shape>
{
    /// <summary>The greatest number of dimensions.</summary>
    public const int MaximumRank = 6;

    private readonly Sizes _sizes;

    // Less one, so that the default shape [] holds its single number.
    private readonly int _lengthLessOne;

    /// <summary>Creates a shape of the given sizes.</summary>
    /// <exception cref="ArgumentException">More than <see cref="MaximumRank"/> sizes, a negative one, or more than 2^31 - 1 elements in
    /// all.</exception>
    public Shape(params ReadOnlySpan<int> sizes)
    {
        if (sizes.Length > MaximumRank)
            throw new ArgumentException($"a tensor has at most {MaximumRank} dimensions, {sizes.Length} were given", nameof(sizes));
        var length = 1L;
        for (var i = 0; i < sizes.Length; i++)
        {
            if (sizes[i] < 0)
                throw new ArgumentException($"size {sizes[i]} of dimension {i} is negative", nameof(sizes));
            _sizes[i] = sizes[i];
            length *= sizes[i];
            if (length > Array.MaxLength)
                throw new ArgumentException($"a tensor has at most {Array.MaxLength} elements", nameof(sizes));
        }

        Rank = sizes.Length;
        _lengthLessOne = (int)length - 1;
    }

    /// <summary>Gets the number of dimensions: 0 for a single number.</summary>
    public int Rank { get; }

    /// <summary>Gets the number of elements: the product of the sizes.</summary>
    public int Length => _lengthLessOne + 1;

    /// <summary>Gets the size of a dimension; negative ones count from the last, so -1 is the last.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such dimension.</exception>
    public int this[int dimension] => _sizes[Dimension(dimension)];

    /// <summary>Gets the size of a dimension; <c>^1</c> is the last.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such dimension.</exception>
    public int this[Index dimension] => this[dimension.GetOffset(Rank)];

    /// <summary>Gets the index from 0 of a dimension that may be given from the end.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such dimension.</exception>
    public int Dimension(int dimension)
    {
        if (dimension < -Rank || dimension >= Rank)
            throw new ArgumentOutOfRangeException(nameof(dimension), $"there is no dimension {dimension} in a tensor of shape {this}");
        return dimension < 0 ? dimension + Rank : dimension;
    }

    /// <summary>Copies the sizes to an array.</summary>
    public int[] ToArray()
    {
        var sizes = new int[Rank];
        for (var i = 0; i < Rank; i++)
            sizes[i] = _sizes[i];
        return sizes;
    }

    /// <summary>Gets the sizes of a matrix: <c>var (rows, columns) = x.Shape</c>.</summary>
    /// <exception cref="InvalidOperationException">There are not two dimensions.</exception>
    public void Deconstruct(out int first, out int second)
    {
        CheckRank(2);
        (first, second) = (_sizes[0], _sizes[1]);
    }

    /// <summary>Gets the sizes of three dimensions: <c>var (batch, time, features) = x.Shape</c>.</summary>
    /// <exception cref="InvalidOperationException">There are not three dimensions.</exception>
    public void Deconstruct(out int first, out int second, out int third)
    {
        CheckRank(3);
        (first, second, third) = (_sizes[0], _sizes[1], _sizes[2]);
    }

    /// <summary>Gets the sizes of four dimensions: <c>var (batch, channels, height, width) = x.Shape</c>.</summary>
    /// <exception cref="InvalidOperationException">There are not four dimensions.</exception>
    public void Deconstruct(out int first, out int second, out int third, out int fourth)
    {
        CheckRank(4);
        (first, second, third, fourth) = (_sizes[0], _sizes[1], _sizes[2], _sizes[3]);
    }

    /// <summary>Gets this shape with another size of one dimension.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such dimension.</exception>
    public Shape With(int dimension, int size)
    {
        Span<int> sizes = stackalloc int[MaximumRank];
        CopyTo(sizes);
        sizes[Dimension(dimension)] = size;
        return new Shape(sizes[..Rank]);
    }

    /// <summary>Gets this shape without one of its dimensions.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such dimension.</exception>
    public Shape Without(int dimension)
    {
        Span<int> sizes = stackalloc int[MaximumRank];
        CopyTo(sizes);
        var at = Dimension(dimension);
        sizes[(at + 1)..].CopyTo(sizes[at..]);
        return new Shape(sizes[..(Rank - 1)]);
    }

    /// <summary>Gets the shape of a reduction along a dimension, which is kept with size 1 or removed.</summary>
    internal Shape Reduced(int dimension, bool keepDim) => keepDim ? With(dimension, 1) : Without(dimension);

    /// <summary>This shape with a last dimension more.</summary>
    internal Shape Append(int size)
    {
        Span<int> sizes = stackalloc int[MaximumRank + 1];
        CopyTo(sizes);
        sizes[Rank] = size;
        return new Shape(sizes[..(Rank + 1)]);
    }

    /// <inheritdoc/>
    public bool Equals(Shape other)
    {
        if (Rank != other.Rank)
            return false;
        for (var i = 0; i < Rank; i++)
        {
            if (_sizes[i] != other._sizes[i])
                return false;
        }

        return true;
    }

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Shape other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = default(HashCode);
        for (var i = 0; i < Rank; i++)
            hash.Add(_sizes[i]);
        return hash.ToHashCode();
    }

    /// <summary>Gets whether two shapes have the same sizes.</summary>
    public static bool operator ==(Shape left, Shape right) => left.Equals(right);

    /// <summary>Gets whether two shapes differ.</summary>
    public static bool operator !=(Shape left, Shape right) => !left.Equals(right);

    /// <summary>Formats the sizes in brackets, such as "[64, 784]".</summary>
    public override string ToString()
    {
        var text = new StringBuilder("[");
        for (var i = 0; i < Rank; i++)
            text.Append(i == 0 ? "" : ", ").Append(_sizes[i]);
        return text.Append(']').ToString();
    }

    /// <summary>The product of the sizes before <paramref name="dimension"/>, counted from 0.</summary>
    internal int Outer(int dimension)
    {
        var product = 1;
        for (var i = 0; i < dimension; i++)
            product *= _sizes[i];
        return product;
    }

    /// <summary>The product of the sizes after <paramref name="dimension"/>, counted from 0.</summary>
    internal int Inner(int dimension)
    {
        var product = 1;
        for (var i = dimension + 1; i < Rank; i++)
            product *= _sizes[i];
        return product;
    }

    private void CheckRank(int rank)
    {
        if (Rank != rank)
            throw new InvalidOperationException($"shape {this} has {Rank} dimensions, expected {rank}");
    }

    private void CopyTo(Span<int> sizes)
    {
        for (var i = 0; i < Rank; i++)
            sizes[i] = _sizes[i];
    }

    [InlineArray(MaximumRank)]
    private struct Sizes
    {
        private int _first;
    }
}
