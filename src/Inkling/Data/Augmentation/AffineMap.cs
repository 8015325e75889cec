namespace Inkling.Data;

/// <summary>
/// An affine map from the pixels of a result to places in its source: y = Yy row + Yx column + Y0, x = Xy row + Xx column + X0.
/// </summary>
internal readonly record struct AffineMap(float Yy, float Yx, float Y0, float Xy, float Xx, float X0)
{
    /// <summary>Computes the inverse of: shear, scale and rotate around the centre of the image, then translate.</summary>
    /// <param name="down">The translation downwards, in pixels.</param>
    /// <param name="right">The translation to the right, in pixels.</param>
    /// <param name="rotation">The rotation, in degrees clockwise.</param>
    /// <param name="scale">The factor of the size.</param>
    /// <param name="shear">The angle by which vertical lines lean to the right, in degrees.</param>
    /// <param name="size">The size of the image.</param>
    public static AffineMap InverseOf(double down, double right, double rotation, double scale, double shear, in ImageSize size)
    {
        var (sin, cos) = Math.SinCos(rotation * Math.PI / 180);
        var lean = Math.Tan(shear * Math.PI / 180);
        var (centerY, centerX) = ((size.Rows - 1) / 2.0, (size.Columns - 1) / 2.0);

        // The map, with y downwards: (x, y) -> scale R (x - lean y, y), where R rotates clockwise: (x cos - y sin, x sin + y cos). Its
        // inverse rotates counter-clockwise and divides, which gives (u, v), then computes (u + lean v, v).
        var (vy, vx) = (cos / scale, -sin / scale);
        var (uy, ux) = (sin / scale, cos / scale);
        var (xy, xx) = (uy + (lean * vy), ux + (lean * vx));
        var (fromY, fromX) = (centerY + down, centerX + right);
        return new AffineMap(
            (float)vy, (float)vx, (float)(centerY - (vy * fromY) - (vx * fromX)), (float)xy, (float)xx,
            (float)(centerX - (xy * fromY) - (xx * fromX)));
    }

    /// <summary>Resamples an image [C, H, W] along the map, in place.</summary>
    public unsafe void Resample(float* image, in ImageSize size)
    {
        using var source = new PaddedImage(image, size);
        for (var row = 0; row < size.Rows; row++)
        {
            var (y, x) = ((Yy * row) + Y0, (Xy * row) + X0);
            for (var column = 0; column < size.Columns; column++)
                source.Sample(y + (Yx * column), x + (Xx * column), image + (row * size.Columns) + column, size.Rows * size.Columns);
        }
    }
}
