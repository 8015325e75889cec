using System.Globalization;
using System.Text;

namespace Inkling;

public readonly partial struct Tensor
{
    private const int EdgeItems = 3;
    private const int MaximumShown = 1000;

    /// <summary>
    /// Formats the elements in aligned columns and one notation, dimensions in brackets, followed by the shape. Of more than 1,000 elements
    /// only three at each edge are shown.
    /// </summary>
    public override string ToString()
    {
        if (_node is null)
            return "tensor (never set)";
        var values = Span;
        var format = NumberFormat.For(values);
        var text = new StringBuilder();
        Write(text, values, Shape, 0, 0, format, Length > MaximumShown);
        return text.Append("  ").Append(Shape.ToString()).ToString();
    }

    /// <summary>
    /// Formats a matrix [..., rows, columns] as a grid, one row per line and 0 as a point, such as a 28 x 28 image as the network gets it.
    /// </summary>
    /// <param name="decimals">The digits after the point, 0 to 6.</param>
    /// <exception cref="InvalidOperationException">The tensor is not a matrix (dimensions of size 1 aside).</exception>
    public string ToGrid(int decimals = 2)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)decimals, 6u, nameof(decimals));
        int columns = Rank == 0 ? 1 : Shape[-1], rows = Rank < 2 ? 1 : Shape[-2];
        if (rows * columns != Length)
            throw new InvalidOperationException($"ToGrid() shows one matrix, this tensor has the shape {Shape}: select one, such as x[0]");
        var format = "F" + decimals;
        var cells = Span.ToArray().Select(value => value == 0 ? "." : value.ToString(format, CultureInfo.InvariantCulture)).ToArray();
        var width = cells.Length == 0 ? 0 : cells.Max(cell => cell.Length);
        var text = new StringBuilder();
        for (var i = 0; i < rows; i++)
        {
            var line = cells.AsSpan(i * columns, columns).ToArray().Select(cell => cell.PadLeft(width));
            text.Append(i == 0 ? "" : "\n").AppendJoin(' ', line);
        }

        return text.ToString();
    }

    private static void Write(
        StringBuilder text, ReadOnlySpan<float> values, Shape shape, int dimension, int indent, NumberFormat format, bool shorten)
    {
        if (dimension == shape.Rank)
        {
            text.Append(format.Of(values[0]));
            return;
        }

        var size = shape[dimension];
        var inner = shape.Inner(dimension);
        var last = dimension == shape.Rank - 1;
        var separator = last ? ", " : "," + new string('\n', shape.Rank - 1 - dimension) + new string(' ', indent + 1);
        text.Append('[');
        for (var i = 0; i < size; i++)
        {
            if (i > 0)
                text.Append(separator);
            if (shorten && size > 2 * EdgeItems && i == EdgeItems)
            {
                text.Append("...");
                i = size - EdgeItems - 1;
                continue;
            }

            Write(text, values.Slice(i * inner, inner), shape, dimension + 1, indent + 1, format, shorten);
        }

        text.Append(']');
    }

    /// <summary>
    /// One notation for all numbers of a tensor: whole numbers, four decimals, or scientific where the sizes differ too much.
    /// </summary>
    private readonly record struct NumberFormat(string Format, int Width)
    {
        public static NumberFormat For(ReadOnlySpan<float> values)
        {
            float largest = 0, smallest = float.PositiveInfinity;
            var whole = true;
            foreach (var value in values)
            {
                if (!float.IsFinite(value))
                    continue;
                var size = MathF.Abs(value);
                whole &= value == MathF.Truncate(value);
                largest = MathF.Max(largest, size);
                if (size > 0)
                    smallest = MathF.Min(smallest, size);
            }

            var scientific = largest >= 1e8f || (!whole && (largest >= 1e5f || (smallest < 1e-4f && largest < 1e-2f)));
            var format = scientific ? "0.0000e+00" : whole ? "0'.'" : "0.0000";
            var width = 0;
            foreach (var value in values.Length > 100_000 ? values[..100_000] : values)
                width = Math.Max(width, value.ToString(format, CultureInfo.InvariantCulture).Length);
            return new NumberFormat(format, width);
        }

        public string Of(float value) => value.ToString(Format, CultureInfo.InvariantCulture).PadLeft(Width);
    }
}
