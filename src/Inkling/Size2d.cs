namespace Inkling;

/// <summary>
/// A height and a width in pixels. A single number stands for both: <c>new Conv2d(1, 8, 3)</c> has a 3 x 3 kernel, <c>new Conv2d(1, 8, (1,
/// 3))</c> a flat one.
/// </summary>
/// <param name="Height">The number of rows.</param>
/// <param name="Width">The number of columns.</param>
public readonly record struct Size2d(int Height, int Width)
{
    /// <summary>Gets the height times the width.</summary>
    public int Area => Height * Width;

    /// <summary>Converts a number to a square of that side.</summary>
    public static implicit operator Size2d(int side) => new(side, side);

    /// <summary>Converts a pair of height and width.</summary>
    public static implicit operator Size2d((int Height, int Width) size) => new(size.Height, size.Width);

    /// <summary>Creates a square of the given side: the named form of the conversion.</summary>
    public static Size2d FromInt32(int side) => new(side, side);

    /// <summary>Formats as "3" for a square, "1x3" otherwise.</summary>
    public override string ToString() => Height == Width ? $"{Height}" : $"{Height}x{Width}";
}
