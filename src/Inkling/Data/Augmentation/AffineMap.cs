namespace Inkling.Data;

/// <summary>Where each pixel of a changed image comes from: y = Yy row + Yx column + Y0 and x = Xy row + Xx column + X0.</summary>
internal readonly record struct AffineMap(float Yy, float Yx, float Y0, float Xy, float Xx, float X0)
{
    /// <summary>The way back of: slant, scale and turn around the image's centre, then shift.</summary>
    /// <param name="down">Pixels down.</param>
    /// <param name="right">Pixels to the right.</param>
    /// <param name="turn">Degrees, clockwise.</param>
    /// <param name="factor">What the size is multiplied by.</param>
    /// <param name="slant">Degrees that upright lines lean to the right.</param>
    /// <param name="size">The sizes of the image.</param>
    public static AffineMap Of(double down, double right, double turn, double factor, double slant, in ImageSize size)
    {
        var (sin, cos) = Math.SinCos(turn * Math.PI / 180);
        var lean = Math.Tan(slant * Math.PI / 180);
        var (centerY, centerX) = ((size.Rows - 1) / 2.0, (size.Columns - 1) / 2.0);

        // Forward, with y downwards: (x, y) -> factor R (x - lean y, y); R turns clockwise: (x cos - y sin, x sin + y cos). So back: turn
        // the other way and
        // divide (u, v), then (u + lean v, v).
        var (vy, vx) = (cos / factor, -sin / factor);
        var (uy, ux) = (sin / factor, cos / factor);
        var (xy, xx) = (uy + (lean * vy), ux + (lean * vx));
        var (fromY, fromX) = (centerY + down, centerX + right);
        return new AffineMap(
            (float)vy, (float)vx, (float)(centerY - (vy * fromY) - (vx * fromX)), (float)xy, (float)xx,
            (float)(centerX - (xy * fromY) - (xx * fromX)));
    }

    /// <summary>Moves an image [C, H, W] along the map, in place.</summary>
    public unsafe void Resample(float* image, in ImageSize size)
    {
        using var source = new BorderedImage(image, size);
        for (var row = 0; row < size.Rows; row++)
        {
            var (y, x) = ((Yy * row) + Y0, (Xy * row) + X0);
            for (var column = 0; column < size.Columns; column++)
                source.Read(y + (Yx * column), x + (Xx * column), image + (row * size.Columns) + column, size.Rows * size.Columns);
        }
    }
}
