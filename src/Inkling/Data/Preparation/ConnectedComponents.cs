namespace Inkling.Data;

/// <summary>
/// Removes connected ink (over sides and corners) that is too faint or too small to be part of a digit, or that runs off the picture.
/// </summary>
internal static class ConnectedComponents
{
    /// <summary>Cleans in place.</summary>
    /// <param name="ink">[height, width]; 0 is bare paper.</param>
    /// <param name="width">Columns.</param>
    /// <param name="height">Rows.</param>
    /// <param name="strong">What a stain must reach somewhere to stay.</param>
    /// <param name="speckShare">The least ink of a stain that stays, as a share of the largest one's.</param>
    public static void Clean(float[] ink, int width, int height, float strong, float speckShare)
    {
        var stainOf = new int[ink.Length]; // 0 is bare paper
        var stains = new List<ConnectedComponent> { default };
        for (var start = 0; start < ink.Length; start++)
        {
            if (ink[start] <= 0 || stainOf[start] != 0)
                continue;
            var stain = Trace(ink, width, height, start, stains.Count, stainOf);
            stains.Add(stain.Peak >= strong ? stain : default);
        }

        // The edge of a sheet or of a shadow runs off the picture. A digit may too, but not while something larger lies wholly inside.
        var largestInside = stains.Max(stain => stain.TouchesBorder ? 0 : stain.Mass);
        var largestAtBorder = stains.Max(stain => stain.TouchesBorder ? stain.Mass : 0);
        var insideOnly = largestInside > largestAtBorder;
        var least = speckShare * Math.Max(largestInside, largestAtBorder);
        for (var i = 0; i < ink.Length; i++)
        {
            var stain = stains[stainOf[i]];
            if (stain.Mass <= 0 || stain.Mass < least || (insideOnly && stain.TouchesBorder))
                ink[i] = 0;
        }
    }

    private static ConnectedComponent Trace(float[] ink, int width, int height, int start, int number, int[] stainOf)
    {
        var stain = default(ConnectedComponent);
        var waiting = new Stack<int>();
        stainOf[start] = number;
        waiting.Push(start);
        while (waiting.TryPop(out var at))
        {
            var (row, column) = (at / width, at % width);
            stain = new ConnectedComponent(
                stain.Mass + ink[at],
                Math.Max(stain.Peak, ink[at]),
                stain.TouchesBorder || row == 0 || column == 0 || row == height - 1 || column == width - 1);
            for (var r = Math.Max(0, row - 1); r <= Math.Min(height - 1, row + 1); r++)
            {
                for (var c = Math.Max(0, column - 1); c <= Math.Min(width - 1, column + 1); c++)
                {
                    var next = (r * width) + c;
                    if (ink[next] <= 0 || stainOf[next] != 0)
                        continue;
                    stainOf[next] = number;
                    waiting.Push(next);
                }
            }
        }

        return stain;
    }

    private readonly record struct ConnectedComponent(double Mass, float Peak, bool TouchesBorder);
}
