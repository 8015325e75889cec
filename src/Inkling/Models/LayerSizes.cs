using System.Collections;
using System.Globalization;

namespace Inkling.Models;

/// <summary>The sizes of layers one after the other, such as the units 128-64; two lists of the same sizes are equal.</summary>
public sealed class LayerSizes : IReadOnlyList<int>, IEquatable<LayerSizes>
{
    /// <summary>The most layers.</summary>
    public const int MaxCount = 8;

    /// <summary>The largest size of a layer.</summary>
    public const int MaxSize = 65_536;

    private readonly int[] _sizes;

    /// <summary>Creates a list of sizes.</summary>
    /// <param name="sizes">At most <see cref="MaxCount"/> sizes from 1 to <see cref="MaxSize"/>.</param>
    /// <exception cref="ArgumentException">There are more, or one is outside the range.</exception>
    public LayerSizes(params ReadOnlySpan<int> sizes)
    {
        _sizes = sizes.ToArray();
        if (_sizes.Length > MaxCount || _sizes.Any(size => size is < 1 or > MaxSize))
            throw new ArgumentException($"LayerSizes: {this}, expected at most {MaxCount} sizes from 1 to {MaxSize}", nameof(sizes));
    }

    /// <summary>Gets a list without sizes.</summary>
    public static LayerSizes None { get; } = new();

    /// <summary>Gets the number of layers.</summary>
    public int Count => _sizes.Length;

    /// <summary>Gets the size of a layer.</summary>
    public int this[int index] => _sizes[index];

    /// <summary>Parses the text form: "128-64", and "none" for no layer.</summary>
    /// <param name="text">The text.</param>
    /// <param name="sizes">The sizes; none where the text is not permitted.</param>
    /// <returns>Whether the text is permitted.</returns>
    public static bool TryParse(string text, out LayerSizes sizes)
    {
        sizes = None;
        if (text == "none")
            return true;
        var parts = text.Split('-', MaxCount + 1);
        var parsed = new int[parts.Length];
        for (var i = 0; i < parts.Length; i++)
        {
            if (!int.TryParse(parts[i], NumberStyles.None, CultureInfo.InvariantCulture, out parsed[i]) || parsed[i] is < 1 or > MaxSize)
                return false;
        }

        if (parsed.Length > MaxCount)
            return false;
        sizes = new LayerSizes(parsed);
        return true;
    }

    /// <inheritdoc/>
    public bool Equals(LayerSizes? other) => other is not null && _sizes.AsSpan().SequenceEqual(other._sizes);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as LayerSizes);

    /// <inheritdoc/>
    public override int GetHashCode() => ToString().GetHashCode(StringComparison.Ordinal);

    /// <summary>Gets the text form: "128-64", and "none" for no layer.</summary>
    public override string ToString() => _sizes.Length == 0
        ? "none"
        : string.Join('-', _sizes.Select(size => size.ToString(CultureInfo.InvariantCulture)));

    /// <inheritdoc/>
    public IEnumerator<int> GetEnumerator() => ((IEnumerable<int>)_sizes).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
