using Inkling.Data;

namespace Inkling.Figures.Images;

/// <summary>An image of a data set with its label.</summary>
/// <param name="Index">Its index in the set.</param>
/// <param name="Image">Its ink.</param>
/// <param name="Label">The name of its class.</param>
public sealed record LabelledImage(int Index, Raster Image, string Label)
{
    /// <summary>An image of a data set.</summary>
    /// <param name="set">The data set.</param>
    /// <param name="index">The index of the image.</param>
    public static LabelledImage Of(ImageDataset set, int index) => new(index, Raster.Of(set, index), set.ClassNames[set.Labels[index]]);
}
