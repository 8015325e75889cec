namespace Inkling.Analysis;

/// <summary>
/// Occlusion: a window slides over the image and fills what is below it with one value; a pixel's attribution is the mean decrease of the
/// output over the positions whose window covers it (Zeiler and Fergus, "Visualizing and Understanding Convolutional
/// Networks", ECCV 2014, section 4.2).
/// </summary>
/// <remarks>
/// Positions are a stride apart, from the top left; the last ones of a row and a column may reach beyond the edge. A position that changes
/// no pixel is not computed.
/// </remarks>
public sealed class Occlusion : AttributionMethod
{
    /// <summary>The default side of the window, in pixels.</summary>
    public const int DefaultWindow = 4;

    /// <summary>The default step of the window, in pixels.</summary>
    public const int DefaultStride = 2;

    /// <summary>Occlusion by a square window.</summary>
    /// <param name="window">The side of the window in pixels, at least 1; at most that of the image is used.</param>
    /// <param name="stride">The step of the window in pixels, from 1 to <paramref name="window"/>.</param>
    /// <param name="fill">The value that covers the image, 0 to 1; 0 is the background.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of its range.</exception>
    public Occlusion(int window = DefaultWindow, int stride = DefaultStride, float fill = 0)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(window, 1);
        if (stride < 1 || stride > window)
        {
            throw new ArgumentOutOfRangeException(
                nameof(stride), stride, $"a stride of {stride} with a window of {window}, expected 1 to {window}");
        }

        Require.UnitInterval(fill, "a fill", nameof(fill));
        (Window, Stride, Fill) = (window, stride, fill);
    }

    /// <inheritdoc/>
    public override string Name => "occlusion";

    /// <inheritdoc/>
    public override string Title => "Occlusion";

    /// <summary>Gets the side of the window in pixels.</summary>
    public int Window { get; }

    /// <summary>Gets the step of the window in pixels.</summary>
    public int Stride { get; }

    /// <summary>Gets the value that covers the image.</summary>
    public float Fill { get; }

    internal override Attribution Compute(AttributionInput input)
    {
        var (rows, columns) = (input.Model.Rows, input.Model.Columns);
        var windows = (
            from top in Starts(rows)
            from left in Starts(columns)
            select new Patch(top, left, Math.Min(top + Window, rows), Math.Min(left + Window, columns))).ToList();
        var (sums, counts) = (new float[input.Image.Length], new int[input.Image.Length]);
        foreach (var pixel in windows.SelectMany(window => window.Pixels(columns)))
            counts[pixel]++;
        var changed = windows.Where(window => window.Pixels(columns).Any(pixel => input.Image[pixel] != Fill));
        foreach (var batch in changed.Chunk(input.BatchSize))
        {
            input.Cancellation.ThrowIfCancellationRequested();
            var outputs = OutputsOf(batch, input);
            for (var i = 0; i < batch.Length; i++)
            {
                foreach (var pixel in batch[i].Pixels(columns))
                    sums[pixel] += input.Output - outputs[i];
            }
        }

        for (var i = 0; i < sums.Length; i++)
            sums[i] /= counts[i];
        return new Attribution(input, this, sums);
    }

    /// <summary>The positions along a side: as many as cover it.</summary>
    private IEnumerable<int> Starts(int side)
    {
        var count = 1 + ((Math.Max(0, side - Window) + Stride - 1) / Stride);
        return Enumerable.Range(0, count).Select(i => i * Stride);
    }

    private float[] OutputsOf(Patch[] windows, AttributionInput input)
    {
        var occluded = Tensor.Empty(input.BatchOf(windows.Length));
        for (var i = 0; i < windows.Length; i++)
        {
            var offset = i * input.Image.Length;
            input.Image.CopyTo(occluded.Span[offset..]);
            foreach (var pixel in windows[i].Pixels(input.Model.Columns))
                occluded.Span[offset + pixel] = Fill;
        }

        var outputs = new float[windows.Length];
        input.OutputsOf(occluded, outputs);
        occluded.Release();
        return outputs;
    }

    /// <summary>The pixels below the window, the ends not among them.</summary>
    private readonly record struct Patch(int Top, int Left, int Bottom, int Right)
    {
        /// <summary>The indices of the pixels in an image of so many columns.</summary>
        public IEnumerable<int> Pixels(int columns)
        {
            for (var row = Top; row < Bottom; row++)
            {
                for (var column = Left; column < Right; column++)
                    yield return (row * columns) + column;
            }
        }
    }
}
