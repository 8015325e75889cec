namespace Inkling;

/// <summary>
/// A height and a width in pixels. A single number stands for both: <c>new Conv2d(1, 8, 3)</c> has a 3 x 3 kernel, <c>new Conv2d(1, 8, (1,
/// 3))</c> a flat one.
/// </summary>
/// <param name="Height">Rows.</param>
/// <param name="Width">Columns.</param>
public readonly record struct Size2d(int Height, int Width)
{
    /// <summary>Height times width.</summary>
    public int Area => Height * Width;

    /// <summary>The same height and width.</summary>
    public static implicit operator Size2d(int side) => new(side, side);

    /// <summary>A height and a width.</summary>
    public static implicit operator Size2d((int Height, int Width) size) => new(size.Height, size.Width);

    /// <summary>A square of the given side: the named form of the conversion.</summary>
    public static Size2d FromInt32(int side) => new(side, side);

    /// <summary>"3" for a square, "1x3" otherwise.</summary>
    public override string ToString() => Height == Width ? $"{Height}" : $"{Height}x{Width}";
}
