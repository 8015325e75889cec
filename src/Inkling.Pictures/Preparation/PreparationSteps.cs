using Inkling.Data;

namespace Inkling.Pictures;

/// <summary>A picture after each step of its preparation; see <see cref="DigitPreparation.Trace"/>.</summary>
public sealed class PreparationSteps
{
    internal PreparationSteps(GrayImage picture) => Picture = picture;

    /// <summary>Gets the picture, as it was given.</summary>
    public GrayImage Picture { get; }

    /// <summary>Gets whether the picture already was a prepared image, or one inverted: no step changes it then.</summary>
    public bool IsPrepared { get; private set; }

    /// <summary>Gets the number of columns of the steps: that of the picture, or less where a large picture is reduced.</summary>
    public int Width { get; private set; }

    /// <summary>Gets the number of rows of the steps.</summary>
    public int Height { get; private set; }

    /// <summary>
    /// Gets the picture without its background, [<see cref="Height"/>, <see cref="Width"/>]: how far each pixel lies from the background
    /// towards the ink, in grey levels; negative on the other side.
    /// </summary>
    public ReadOnlyMemory<float> Foreground { get; private set; }

    /// <summary>
    /// Gets the ink, [<see cref="Height"/>, <see cref="Width"/>] from 0 for background to 1 for full ink, without noise and specks.
    /// </summary>
    public ReadOnlyMemory<float> Ink { get; private set; }

    /// <summary>Gets the box of the ink, and where it lies in the image.</summary>
    public InkPlacement Placement { get; private set; }

    /// <summary>Gets the image, [28, 28] bytes; 0 is background and 255 is full ink.</summary>
    public ReadOnlyMemory<byte> Image { get; internal set; }

    internal void SetForeground(float[] foreground, int width, int height) =>
        (Foreground, Width, Height) = (foreground.ToArray(), width, height);

    internal void SetInk(float[] ink, InkPlacement placement) => (Ink, Placement) = (ink, placement);

    internal void SetPrepared(byte[] image)
    {
        IsPrepared = true;
        SetForeground(Array.ConvertAll(image, level => (float)level), MnistNormalizer.Size, MnistNormalizer.Size);
        SetInk(Array.ConvertAll(image, level => level / 255f), MnistNormalizer.Locate(image)!.Value);
    }
}
