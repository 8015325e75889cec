namespace Inkling.Analysis;

/// <summary>The window of a pooling layer; windows without one are those of adaptive pooling.</summary>
internal readonly record struct PoolGeometry(Size2d Kernel, Size2d Stride, Size2d Padding);

/// <summary>A layer with a window over each feature map: [C, H, W] to [C, OH, OW].</summary>
internal abstract class PoolRule(PoolGeometry? geometry) : LayerRule
{
    protected string Window => geometry is { } given ? $"the {given.Kernel.Height}x{given.Kernel.Width} window" : "each window";

    public override ValueTrace Trace(Activation layer, int index) => new(layer, index, Terms(layer, index), patch: PatchOf(layer, index));

    /// <summary>The rectangle that a value is computed from; that of adaptive pooling is floor(i H / OH) to ceil((i + 1) H / OH).</summary>
    protected Patch PatchOf(Activation layer, int index)
    {
        var (at, column) = Math.DivRem(index, layer.Shape[2]);
        var (channel, row) = Math.DivRem(at, layer.Shape[1]);
        if (geometry is { } given)
        {
            return new Patch(
                channel, 1, (row * given.Stride.Height) - given.Padding.Height, (column * given.Stride.Width) - given.Padding.Width,
                given.Kernel, 1);
        }

        var (top, rows) = Share(row, layer.InputShape[1], layer.Shape[1]);
        var (left, columns) = Share(column, layer.InputShape[2], layer.Shape[2]);
        return new Patch(channel, 1, top, left, (rows, columns), 1);
    }

    /// <summary>The values under the window with one weight for all; without those of the padding.</summary>
    protected static List<Term> Values(Activation layer, Patch patch, double weight)
    {
        var (rows, columns) = (layer.InputShape[1], layer.InputShape[2]);
        var terms = new List<Term>(patch.Size.Area);
        for (var row = Math.Max(0, patch.Top); row < Math.Min(rows, patch.Top + patch.Size.Height); row++)
        {
            for (var column = Math.Max(0, patch.Left); column < Math.Min(columns, patch.Left + patch.Size.Width); column++)
            {
                var at = (((patch.Channel * rows) + row) * columns) + column;
                terms.Add(Term.Of(at, layer.Input[at], weight));
            }
        }

        return terms;
    }

    private static (int First, int Count) Share(int index, int size, int count)
    {
        var first = (int)((long)index * size / count);
        return (first, (int)((((long)(index + 1) * size) + count - 1) / count) - first);
    }
}

/// <summary>y = the maximum of a window: a weighted sum in which the first maximum has the weight 1 and the others 0.</summary>
internal sealed class MaxPoolRule(PoolGeometry? geometry) : PoolRule(geometry)
{
    /// <summary>The largest number of values that are written out.</summary>
    private const int LongestList = 9;

    public override string Formula => $"y = max x in {Window}";

    public override List<Term> Terms(Activation layer, int index)
    {
        var terms = Values(layer, PatchOf(layer, index), 0);
        var best = 0;
        for (var i = 1; i < terms.Count; i++)
        {
            if (terms[i].Input > terms[best].Input)
                best = i;
        }

        terms[best] = Term.Of(terms[best].Index, terms[best].Input, 1);
        return terms;
    }

    public override string Calculation(ValueTrace value)
    {
        var values = string.Join(", ", value.Terms.Take(LongestList).Select(term => Number(term.Input)));
        return $"max({values}{(value.Terms.Count > LongestList ? ", ..." : "")}) = {Number(value.Result)}";
    }
}

/// <summary>y = the mean of a window; the padding counts as zeros.</summary>
internal sealed class AvgPoolRule(PoolGeometry? geometry) : PoolRule(geometry)
{
    public override string Formula => $"y = mean x in {Window}";

    public override List<Term> Terms(Activation layer, int index)
    {
        var patch = PatchOf(layer, index);
        return Values(layer, patch, 1.0 / patch.Size.Area);
    }
}
