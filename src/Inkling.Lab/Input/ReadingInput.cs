using Inkling.Data;
using Inkling.Lab.Hosting;
using Inkling.Lab.Reading;
using Inkling.Models;
using Inkling.Pictures;

namespace Inkling.Lab.Input;

/// <summary>What the page "Read" reads other than drawings: files, and the digits of a data set.</summary>
/// <param name="reading">What reads.</param>
/// <param name="pictures">Decodes picture files.</param>
/// <param name="digits">The data set; its images are 28x28.</param>
public sealed class ReadingInput(DigitReading reading, IPictureReader pictures, ImageDataset digits)
{
    /// <summary>The most images of an IDX file that are read.</summary>
    public const int MaximumImages = 10_000;

    private const int LongestName = 80;

    /// <summary>Gets the data set.</summary>
    public ImageDataset Digits { get; private set; } = digits;

    /// <summary>Gets the index in the data set of the digit that was shown last.</summary>
    public int Index { get; private set; }

    private bool HasLabels { get; set; } = true;

    /// <summary>Reads a digit of the data set.</summary>
    /// <param name="index">Its index; beyond the last follows the first, and before the first the last.</param>
    /// <returns>The image, as a picture of black ink on white.</returns>
    public GrayImage ShowDigit(int index)
    {
        Index = ((index % Digits.Count) + Digits.Count) % Digits.Count;
        var image = Digits.Image(Index).ToArray();
        reading.Show(image, HasLabels ? Digits.ClassNames[Digits.Labels[Index]] : null);
        return PictureOf(image);
    }

    /// <summary>Gets an image as a picture of black ink on white.</summary>
    /// <param name="image">[28, 28] bytes, 0 for background to 255 for ink.</param>
    public static GrayImage PictureOf(ReadOnlySpan<byte> image)
    {
        var levels = image.ToArray();
        foreach (ref var level in levels.AsSpan())
            level = (byte)(255 - level);
        return new GrayImage(MnistNormalizer.Size, MnistNormalizer.Size, levels);
    }

    /// <summary>Opens a file: a model to read with, a picture to read, or an IDX file of images, the first of which is read.</summary>
    /// <param name="name">The name of the file.</param>
    /// <param name="content">Its content, which tells what it is.</param>
    /// <returns>The picture that is read now; null for a model.</returns>
    /// <exception cref="InvalidDataException">The file is damaged or of another kind; the message is one line with the name.</exception>
    public async Task<GrayImage?> OpenAsync(string name, byte[] content)
    {
        name = new string([.. name.Where(letter => !char.IsControl(letter)).Take(LongestName)]);
        if (IsModel(content))
        {
            using var stream = new MemoryStream(content);
            reading.Use(new NamedModel(name, ModelFile.Load(stream, name)));
            return null;
        }

        if (content is [0x1F, 0x8B, ..] or [0, 0, 8, ..])
        {
            (Digits, HasLabels) = (ReadImages(name, content), false);
            return ShowDigit(0);
        }

        var picture = await pictures.ReadAsync(content, name);
        reading.Read(picture, name);
        return picture;
    }

    /// <summary>A safetensors file begins with the length of its header, in 8 bytes, and the header with a brace.</summary>
    private static bool IsModel(byte[] content) => content is [_, _, _, _, _, 0, 0, 0, (byte)'{', ..];

    private static ImageDataset ReadImages(string name, byte[] content)
    {
        using var stream = new MemoryStream(content);
        byte[] pixels = [.. DigitFile.ReadBatches(stream, name, MaximumImages).SelectMany(batch => batch.Images.Pixels)];
        if (pixels.Length == 0)
            throw new InvalidDataException($"{name}: no images in it, expected at least one");
        return new ImageDataset(
            name, pixels, new byte[pixels.Length / (MnistNormalizer.Size * MnistNormalizer.Size)], ImageDataset.Digits);
    }
}
