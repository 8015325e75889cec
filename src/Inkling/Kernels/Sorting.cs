namespace Inkling.Kernels;

/// <summary>A stable merge sort of indices, which allocates nothing.</summary>
internal static class Sorting
{
    /// <summary>Finds the order that sorts <paramref name="keys"/>; equal ones keep their order, NaN counts as the greatest.</summary>
    /// <param name="keys">What is sorted.</param>
    /// <param name="descending">Whether the greatest comes first.</param>
    /// <param name="order">The indices of the keys in order, of the same length.</param>
    /// <param name="scratch">Memory of the same length.</param>
    public static void Order(ReadOnlySpan<float> keys, bool descending, Span<float> order, Span<float> scratch)
    {
        for (var i = 0; i < order.Length; i++)
            order[i] = i;
        var from = order;
        var to = scratch;
        for (var width = 1; width < keys.Length; width *= 2)
        {
            for (var start = 0; start < keys.Length; start += 2 * width)
            {
                var middle = Math.Min(start + width, keys.Length);
                var end = Math.Min(middle + width, keys.Length);
                var (left, right) = (start, middle);
                for (var i = start; i < end; i++)
                {
                    var takesRight = left == middle
                        || (right < end && Precedes(keys[(int)from[right]], keys[(int)from[left]], descending));
                    to[i] = takesRight ? from[right++] : from[left++];
                }
            }

            var sorted = to;
            to = from;
            from = sorted;
        }

        from.CopyTo(order);
    }

    private static bool Precedes(float a, float b, bool descending) => descending ? IsGreater(a, b) : IsGreater(b, a);

    private static bool IsGreater(float a, float b) => a > b || (float.IsNaN(a) && !float.IsNaN(b));
}
