namespace Inkling.Data;

/// <summary>The box of the ink of a picture, and where it lies in the 28x28 image that <see cref="MnistNormalizer"/> makes of it.</summary>
public readonly struct InkPlacement
{
    internal InkPlacement(InkBox box) => (Left, Top, Width, Height) = (box.Left, box.Top, box.Width, box.Height);

    /// <summary>Gets the first column of the box in the picture.</summary>
    public int Left { get; }

    /// <summary>Gets the first row of the box in the picture.</summary>
    public int Top { get; }

    /// <summary>Gets the number of columns of the box in the picture.</summary>
    public int Width { get; }

    /// <summary>Gets the number of rows of the box in the picture.</summary>
    public int Height { get; }

    /// <summary>Gets the first column of the scaled box in the image.</summary>
    public int ImageLeft { get; internal init; }

    /// <summary>Gets the first row of the scaled box in the image.</summary>
    public int ImageTop { get; internal init; }

    /// <summary>Gets the number of columns of the scaled box, at most 20.</summary>
    public int ImageWidth { get; internal init; }

    /// <summary>Gets the number of rows of the scaled box, at most 20.</summary>
    public int ImageHeight { get; internal init; }

    /// <summary>Gets the row of the centre of mass in the image; 0 is the middle of the first row.</summary>
    public double CenterRow { get; internal init; }

    /// <summary>Gets the column of the centre of mass in the image; 0 is the middle of the first column.</summary>
    public double CenterColumn { get; internal init; }
}
