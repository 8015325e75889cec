namespace Inkling.Pictures;

/// <summary>Separates ink from background.</summary>
internal static class InkExtraction
{
    /// <summary>
    /// The longer side, in pixels, to which larger pictures are reduced: 20 rows of a digit need no more, and the time stays bounded.
    /// </summary>
    private const int WorkingSize = 1024;

    /// <summary>The smallest contrast of ink, in grey levels; less is the texture of the paper.</summary>
    private const float MinContrast = 16;

    /// <summary>The share of full ink below which a pixel is background.</summary>
    private const float Faint = 0.1f;

    /// <summary>The share of full ink that a component has to reach somewhere; otherwise it is a shadow.</summary>
    private const float Strong = 0.5f;

    /// <summary>The share of the largest component's ink below which a component is a speck.</summary>
    private const float SpeckShare = 0.03f;

    /// <summary>Extracts the ink of a picture.</summary>
    /// <param name="picture">Dark on light or light on dark.</param>
    /// <param name="steps">Keeps the picture without its background; may be null.</param>
    /// <param name="width">The number of columns of the result.</param>
    /// <param name="height">The number of rows of the result.</param>
    /// <returns>[height, width], 0 for background to 1 for full ink; null when the picture is blank.</returns>
    public static float[]? Extract(GrayImage picture, PreparationSteps? steps, out int width, out int height)
    {
        var levels = Shrink(picture, out width, out height);
        var background = BackgroundPlane.Fit(levels, width, height);
        var ink = background.InkOver(levels, width, height);
        var count = ink.Length;

        // A handful of broken pixels must not set the scale of everything else: one in 5,000 may be brighter than "full".
        var strongest = GrayLevelHistogram.Of(ink).FromTop(count / 5000);
        if (strongest < MinContrast)
            return null;

        BackgroundSubtraction.Subtract(ink, width, height, strongest / 2);
        strongest = GrayLevelHistogram.Of(ink).FromTop(count / 5000);
        var full = GrayLevelHistogram.Of(ink, above: strongest / 2).Quantile(0.75);
        var level = GrayLevelHistogram.Of(ink, below: full / 2).Quantile(0.5);
        for (var i = 0; i < count; i++)
            ink[i] -= level;
        full -= level;
        steps?.SetForeground(ink, width, height);

        var noise = GrayLevelHistogram.Of(ink, below: full / 2).StandardDeviation();
        if (full < MinContrast || full < 4.5f * noise)
            return null;

        var faintest = Math.Clamp(Math.Max(4 * noise, FaintestEdge(ink, full)), Faint * full, Strong * full);
        for (var i = 0; i < count; i++)
            ink[i] = ink[i] < faintest ? 0 : Math.Min(1, ink[i] / full);
        ConnectedComponents.RemoveNoise(ink, width, height, Strong, SpeckShare);
        return ink;
    }

    /// <summary>
    /// Computes the level from which half-strong ink can be the edge of the strokes: there are at most 1.5 times as many such pixels as
    /// strong ones. Where there are more, the rest is the edge of a shadow or a stain of the paper.
    /// </summary>
    private static float FaintestEdge(ReadOnlySpan<float> ink, float full)
    {
        var between = GrayLevelHistogram.Of(ink, above: Faint * full, below: Strong * full);
        var strong = GrayLevelHistogram.Of(ink, above: Strong * full).Count;
        return between.Count <= 1.5 * strong ? 0 : between.FromTop((long)(1.5 * strong));
    }

    private static float[] Shrink(GrayImage picture, out int width, out int height)
    {
        var factor = (Math.Max(picture.Width, picture.Height) + WorkingSize - 1) / WorkingSize;
        width = (picture.Width + factor - 1) / factor;
        height = (picture.Height + factor - 1) / factor;
        var levels = new float[width * height];
        for (var row = 0; row < height; row++)
        {
            var lines = Math.Min(factor, picture.Height - (row * factor));
            for (var column = 0; column < width; column++)
            {
                var wide = Math.Min(factor, picture.Width - (column * factor));
                var sum = 0;
                for (var line = 0; line < lines; line++)
                {
                    var from = (((row * factor) + line) * picture.Width) + (column * factor);
                    foreach (var level in picture.Pixels.AsSpan(from, wide))
                        sum += level;
                }

                levels[(row * width) + column] = sum / (float)(lines * wide);
            }
        }

        return levels;
    }
}
