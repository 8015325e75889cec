using Inkling.Data;

namespace Inkling.Pictures;

/// <summary>Prepares a picture of one digit as the 28x28 image that a network trained on MNIST expects.</summary>
/// <remarks>
/// <para>
/// Dark ink on light paper and the reverse are distinguished, the paper and soft shadows are subtracted, faint background and
/// specks are removed, and the ink that remains is scaled to a 20x20 box with its aspect ratio kept, antialiased, and centred by its centre
/// of mass, as the makers of MNIST did (<see cref="MnistNormalizer"/>).
/// </para>
/// <para>
/// A 28x28 picture that already is such an image, or one inverted, is returned byte for byte: black around ink of at least three quarters
/// of full strength, whose box has a longer side of 19 or 20 pixels and whose centre of mass lies within a pixel of row 14, column 14.
/// Hence preparing a prepared picture again changes nothing, except for a figure so lopsided that its box had to be kept inside the image.
/// </para>
/// <para>Works on pixels alone: no native library is loaded.</para>
/// </remarks>
public static class DigitPreparation
{
    /// <summary>Prepares a picture.</summary>
    /// <param name="picture">One digit, dark on light or light on dark, of any size.</param>
    /// <param name="name">The name of the picture in messages, such as its file name.</param>
    /// <returns>[28, 28] bytes; 0 is background and 255 is full ink.</returns>
    /// <exception cref="InvalidDataException">
    /// The picture is blank: uniform (which a 1x1 picture always is), or nothing in it stands out from paper and noise.
    /// </exception>
    public static byte[] Prepare(GrayImage picture, string name = "picture") => Run(picture, name, null);

    /// <summary>Prepares a picture and keeps the result of each step; the last one is what <see cref="Prepare"/> returns.</summary>
    /// <param name="picture">One digit, dark on light or light on dark, of any size.</param>
    /// <param name="name">The name of the picture in messages, such as its file name.</param>
    /// <exception cref="InvalidDataException">The picture is blank.</exception>
    public static PreparationSteps Trace(GrayImage picture, string name = "picture")
    {
        var steps = new PreparationSteps(picture);
        steps.Image = Run(picture, name, steps);
        return steps;
    }

    private static byte[] Run(GrayImage picture, string name, PreparationSteps? steps)
    {
        if (FindPrepared(picture) is { } prepared)
        {
            steps?.SetPrepared(prepared);
            return prepared;
        }

        var ink = InkExtraction.Extract(picture, steps, out var width, out var height);
        var image = new byte[MnistNormalizer.Size * MnistNormalizer.Size];
        if (ink is null || !MnistNormalizer.TryNormalize(ink, width, height, image, out var placement))
        {
            throw new InvalidDataException(
                $"{name}: blank picture, no ink stands out from its background; a dark digit on light paper or the reverse expected");
        }

        steps?.SetInk(ink, placement);
        return image;
    }

    /// <summary>Copies a picture that already is a prepared image, or one inverted; null for any other.</summary>
    private static byte[]? FindPrepared(GrayImage picture)
    {
        if (picture.Width != MnistNormalizer.Size || picture.Height != MnistNormalizer.Size)
            return null;
        if (MnistNormalizer.IsNormalized(picture.Pixels))
            return [.. picture.Pixels];
        var inverted = Array.ConvertAll(picture.Pixels, level => (byte)(255 - level));
        return MnistNormalizer.IsNormalized(inverted) ? inverted : null;
    }
}
