namespace Inkling.Data;

/// <summary>Removes connected ink (over sides and corners) that is too faint or too small to be part of a digit.</summary>
internal static class Stains
{
    /// <summary>Cleans in place.</summary>
    /// <param name="ink">[height, width]; 0 is bare paper.</param>
    /// <param name="width">Columns.</param>
    /// <param name="height">Rows.</param>
    /// <param name="strong">What a stain must reach somewhere to stay.</param>
    /// <param name="speckShare">The least ink of a stain that stays, as a share of the largest one's.</param>
    public static void Clean(float[] ink, int width, int height, float strong, float speckShare)
    {
        var stainOf = new int[ink.Length];
        var masses = new List<double> { 0 }; // stain 0 is bare paper
        var waiting = new Stack<int>();
        for (var start = 0; start < ink.Length; start++)
        {
            if (ink[start] <= 0 || stainOf[start] != 0)
                continue;
            var (mass, peak) = (0.0, 0f);
            stainOf[start] = masses.Count;
            waiting.Push(start);
            while (waiting.TryPop(out var at))
            {
                mass += ink[at];
                peak = Math.Max(peak, ink[at]);
                var (row, column) = (at / width, at % width);
                for (var r = Math.Max(0, row - 1); r <= Math.Min(height - 1, row + 1); r++)
                {
                    for (var c = Math.Max(0, column - 1); c <= Math.Min(width - 1, column + 1); c++)
                    {
                        var next = (r * width) + c;
                        if (ink[next] <= 0 || stainOf[next] != 0)
                            continue;
                        stainOf[next] = masses.Count;
                        waiting.Push(next);
                    }
                }
            }

            masses.Add(peak >= strong ? mass : 0);
        }

        var least = speckShare * masses.Max();
        for (var i = 0; i < ink.Length; i++)
        {
            var mass = masses[stainOf[i]];
            if (mass <= 0 || mass < least)
                ink[i] = 0;
        }
    }
}
