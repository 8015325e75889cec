using Inkling.Data;
using Inkling.Figures.Images;

namespace Inkling.Figures.Tests.Images;

/// <summary>What tests draw: the generator's digits, and what a model might have made of them.</summary>
internal static class Drawn
{
    public static ImageDataset Digits { get; } = Handwriting.Test(16);

    /// <summary>A digit as it was read; right if nothing else is said.</summary>
    public static ReadImage Read(int index, string? read = null, double confidence = 0.9)
    {
        var image = LabelledImage.Of(Digits, index);
        return new ReadImage(index, image.Image, image.Label, read ?? image.Label, confidence);
    }

    /// <summary>Probabilities of ten classes: most for one, the rest for the next.</summary>
    public static float[] Probabilities(int read, float confidence)
    {
        var probabilities = new float[10];
        (probabilities[read], probabilities[(read + 1) % 10]) = (confidence, 1 - confidence);
        return probabilities;
    }

    /// <summary>A raster by a function of row and column.</summary>
    public static Raster Raster(int rows, int columns, Func<int, int, double> value) =>
        new([.. Enumerable.Range(0, rows * columns).Select(i => (float)value(i / columns, i % columns))], rows, columns);
}
