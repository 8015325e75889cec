namespace Inkling.Formats;

/// <summary>
/// Turns samples of a <see cref="PngImage"/> into rows as a file stores them: rounded to its levels, palette indices looked up, bits
/// packed.
/// </summary>
internal sealed class PngRowEncoder(PngHeader header, PngImage image, PngPalette? palette)
{
    /// <summary>Fills <paramref name="row"/> with row <paramref name="rowInPass"/> of a pass.</summary>
    public void Encode(in PngPass pass, int rowInPass, Span<byte> row)
    {
        row.Clear();
        var y = pass.FirstY + (rowInPass * pass.StepY);
        // A row of the largest picture has more bits than an int counts.
        var at = 0L;
        for (var i = 0; i < pass.Columns; i++)
        {
            var x = pass.FirstX + (i * pass.StepX);
            if (palette is not null)
            {
                Pack(row, ref at, palette.IndexOf(image, y, x));
                continue;
            }

            for (var channel = 0; channel < image.Channels; channel++)
                Pack(row, ref at, Round(image[y, x, channel]));
        }
    }

    /// <summary>The level of the file that is nearest to one of the picture.</summary>
    private int Round(int level)
    {
        if (header.BitDepth == image.BitDepth)
            return level;
        var top = (1L << header.BitDepth) - 1;
        return (int)(((level * top) + (image.MaximumLevel / 2)) / image.MaximumLevel);
    }

    /// <summary>Puts a value at bit <paramref name="at"/>, high bits first, and moves on.</summary>
    private void Pack(Span<byte> row, ref long at, int value)
    {
        var place = (int)(at >> 3);
        if (header.BitDepth == 16)
        {
            row[place] = (byte)(value >> 8);
            row[place + 1] = (byte)value;
        }
        else
        {
            row[place] |= (byte)(value << (8 - header.BitDepth - (int)(at & 7)));
        }

        at += header.BitDepth;
    }
}
