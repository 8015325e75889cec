using Inkling.Data;

namespace Inkling.Figures.Images;

/// <summary>An image and what it is.</summary>
/// <param name="Index">Its place in its set, from 0.</param>
/// <param name="Image">Its ink.</param>
/// <param name="Label">The name of its class.</param>
public sealed record LabelledImage(int Index, Raster Image, string Label)
{
    /// <summary>An image of a set.</summary>
    public static LabelledImage Of(ImageDataset set, int index) => new(index, Raster.Of(set, index), set.ClassNames[set.Labels[index]]);
}
