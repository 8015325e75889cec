namespace Inkling.Pictures;

/// <summary>
/// The EXIF orientation of a picture (CIPA DC-008-2023, tag 0x0112), as the steps that turn the stored pixels upright: exchange rows and
/// columns, then mirror.
/// </summary>
/// <param name="Transpose">Whether rows and columns are exchanged.</param>
/// <param name="FlipRows">Whether the result is mirrored top to bottom.</param>
/// <param name="FlipColumns">Whether the result is mirrored left to right.</param>
internal readonly record struct Orientation(bool Transpose, bool FlipRows, bool FlipColumns)
{
    /// <summary>Gets the orientation with an EXIF value, 1 to 8.</summary>
    public static Orientation FromExif(int value) => new(
        Transpose: value >= 5,
        FlipRows: value is 3 or 4 or 7 or 8,
        FlipColumns: value is 2 or 3 or 6 or 7);

    /// <summary>Turns a picture upright.</summary>
    public GrayImage Apply(GrayImage image)
    {
        if (this == default)
            return image;
        var (width, height) = Transpose ? (image.Height, image.Width) : (image.Width, image.Height);
        var pixels = new byte[image.Pixels.Length];
        for (var row = 0; row < height; row++)
        {
            var y = FlipRows ? height - 1 - row : row;
            for (var column = 0; column < width; column++)
            {
                var x = FlipColumns ? width - 1 - column : column;
                pixels[(row * width) + column] = Transpose ? image[x, y] : image[y, x];
            }
        }

        return new GrayImage(width, height, pixels);
    }
}
