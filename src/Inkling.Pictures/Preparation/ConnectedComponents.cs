namespace Inkling.Pictures;

/// <summary>
/// Removes connected components of ink (8-connectivity) that are too faint or too small to be part of a digit, or that touch the border.
/// </summary>
internal static class ConnectedComponents
{
    /// <summary>Removes components, in place.</summary>
    /// <param name="ink">[height, width]; 0 is background.</param>
    /// <param name="width">The number of columns.</param>
    /// <param name="height">The number of rows.</param>
    /// <param name="minPeak">The smallest peak of a component that is kept.</param>
    /// <param name="minShare">The smallest ink of a component that is kept, as a share of the largest one's.</param>
    public static void RemoveNoise(float[] ink, int width, int height, float minPeak, float minShare)
    {
        var labels = new int[ink.Length]; // 0 is background
        var components = new List<ConnectedComponent> { default };
        for (var start = 0; start < ink.Length; start++)
        {
            if (ink[start] <= 0 || labels[start] != 0)
                continue;
            var component = Trace(ink, width, height, start, components.Count, labels);
            components.Add(component.Peak >= minPeak ? component : default);
        }

        // The edge of a sheet or of a shadow touches the border. A digit may too, but not while something larger is wholly inside.
        var largestInside = components.Max(component => component.TouchesBorder ? 0 : component.Mass);
        var largestAtBorder = components.Max(component => component.TouchesBorder ? component.Mass : 0);
        var insideOnly = largestInside > largestAtBorder;
        var minMass = minShare * Math.Max(largestInside, largestAtBorder);
        for (var i = 0; i < ink.Length; i++)
        {
            var component = components[labels[i]];
            if (component.Mass <= 0 || component.Mass < minMass || (insideOnly && component.TouchesBorder))
                ink[i] = 0;
        }
    }

    private static ConnectedComponent Trace(float[] ink, int width, int height, int start, int number, int[] labels)
    {
        var component = default(ConnectedComponent);
        var waiting = new Stack<int>();
        labels[start] = number;
        waiting.Push(start);
        while (waiting.TryPop(out var at))
        {
            var (row, column) = (at / width, at % width);
            component = new ConnectedComponent(
                component.Mass + ink[at],
                Math.Max(component.Peak, ink[at]),
                component.TouchesBorder || row == 0 || column == 0 || row == height - 1 || column == width - 1);
            for (var r = Math.Max(0, row - 1); r <= Math.Min(height - 1, row + 1); r++)
            {
                for (var c = Math.Max(0, column - 1); c <= Math.Min(width - 1, column + 1); c++)
                {
                    var next = (r * width) + c;
                    if (ink[next] <= 0 || labels[next] != 0)
                        continue;
                    labels[next] = number;
                    waiting.Push(next);
                }
            }
        }

        return component;
    }

    private readonly record struct ConnectedComponent(double Mass, float Peak, bool TouchesBorder);
}
