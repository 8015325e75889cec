using Inkling.Data;

namespace Inkling.Tests.Data;

/// <summary>Tells the images of a set apart.</summary>
internal static class MarkedImages
{
    /// <summary>The first pixel of each image.</summary>
    public static byte[] Marks(this ImageDataset set) => [.. Enumerable.Range(0, set.Count).Select(i => set.Image(i)[0])];
}
