using System.Diagnostics.CodeAnalysis;

namespace Inkling;

/// <summary>
/// An index into one dimension of a tensor: an integer selects one item and removes the dimension, a range keeps it. Converts implicitly
/// from <see cref="int"/> (negative ones count from the end), <see cref="Index"/> and <see cref="Range"/>.
/// </summary>
[SuppressMessage("Usage", "CA2225:Operator overloads have named alternates", Justification = "Made only to be converted to.")]
public readonly struct TensorIndex : IEquatable<TensorIndex>
{
    private readonly Range _range;

    private TensorIndex(Range range, bool isRange) => (_range, IsRange) = (range, isRange);

    /// <summary>Gets whether this is a range, which keeps its dimension.</summary>
    public bool IsRange { get; }

    /// <summary>Selects one item; negative indices count from the end, so -1 is the last.</summary>
    public static implicit operator TensorIndex(int index) => index < 0 ? new Index(-index, fromEnd: true) : new Index(index);

    /// <summary>Selects one item.</summary>
    public static implicit operator TensorIndex(Index index) => new(new Range(index, index), isRange: false);

    /// <summary>Selects the items of a range; as in PyTorch one that goes beyond the dimension is cut there.</summary>
    public static implicit operator TensorIndex(Range range) => new(range, isRange: true);

    /// <summary>The first item and the number of items in a dimension of the given size.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An item is outside the dimension.</exception>
    internal (int Start, int Count) Resolve(Shape shape, int dimension)
    {
        var size = shape[dimension];
        if (IsRange)
        {
            var (start, end) = (Math.Clamp(_range.Start.GetOffset(size), 0, size), Math.Clamp(_range.End.GetOffset(size), 0, size));
            return (start, Math.Max(0, end - start));
        }

        var item = _range.Start.GetOffset(size);
        return (uint)item < (uint)size
            ? (item, 1)
            : throw new ArgumentOutOfRangeException(
                nameof(dimension), $"index {this} is outside dimension {dimension} of a tensor of shape {shape}");
    }

    /// <inheritdoc/>
    public bool Equals(TensorIndex other) => IsRange == other.IsRange && _range.Equals(other._range);

    /// <inheritdoc/>
    public override bool Equals([NotNullWhen(true)] object? obj) => obj is TensorIndex other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(IsRange, _range);

    /// <summary>The index as it is written in C#, such as "3", "^1" or "1..3".</summary>
    public override string ToString() => IsRange ? _range.ToString() : _range.Start.ToString();

    /// <summary>Gets whether both select the same.</summary>
    public static bool operator ==(TensorIndex left, TensorIndex right) => left.Equals(right);

    /// <summary>Gets whether they select different items.</summary>
    public static bool operator !=(TensorIndex left, TensorIndex right) => !left.Equals(right);
}
