using Inkling.Lab.Hosting;
using Inkling.Models;
using Inkling.Pictures;

namespace Inkling.Lab.Tests;

/// <summary>Networks with initial weights, and a picture for them.</summary>
internal static class Networks
{
    private static readonly string[] s_digits = [.. Enumerable.Range(0, 10).Select(digit => $"{digit}")];

    /// <summary>Gets a seven of black ink on white paper, 40x40.</summary>
    public static GrayImage Seven { get; } = DrawSeven();

    /// <summary>Creates a network of the catalog, the same weights each time.</summary>
    public static NamedModel Named(string name)
    {
        Randomness.Seed(1);
        return new NamedModel(name, new TrainedModel(name, ModelCatalog.Create(name), ModelCatalog.Find(name).Classes ?? s_digits));
    }

    /// <summary>Gets the content of the file of a model.</summary>
    public static byte[] FileOf(TrainedModel model)
    {
        var path = Path.GetTempFileName();
        try
        {
            ModelFile.Save(path, model);
            return File.ReadAllBytes(path);
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static GrayImage DrawSeven()
    {
        var pixels = new byte[40 * 40];
        Array.Fill(pixels, (byte)255);
        for (var i = 0; i < 22; i++)
        {
            pixels.AsSpan((8 * 40) + 8 + i, 4).Clear();
            pixels.AsSpan((9 * 40) + 8 + i, 4).Clear();
            pixels.AsSpan(((8 + i) * 40) + 30 - (i / 2), 4).Clear();
        }

        return new GrayImage(40, 40, pixels);
    }
}
