namespace Inkling.Data;

/// <summary>The bounding box of ink.</summary>
internal readonly record struct InkBox(int Left, int Top, int Width, int Height)
{
    /// <summary>Finds the box of all values other than 0; false when there are none.</summary>
    public static bool TryFind(ReadOnlySpan<float> ink, int width, int height, out InkBox box)
    {
        int left = width, right = -1, top = height, bottom = -1;
        for (var row = 0; row < height; row++)
        {
            var line = ink.Slice(row * width, width);
            var first = line.IndexOfAnyExcept(0f);
            if (first < 0)
                continue;
            left = Math.Min(left, first);
            right = Math.Max(right, line.LastIndexOfAnyExcept(0f));
            top = Math.Min(top, row);
            bottom = row;
        }

        box = new InkBox(left, top, right - left + 1, bottom - top + 1);
        return bottom >= 0;
    }
}
