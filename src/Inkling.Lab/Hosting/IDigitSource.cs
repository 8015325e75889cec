using Inkling.Data;

namespace Inkling.Lab.Hosting;

/// <summary>The data set whose digits can be chosen: the test images of MNIST where a host has them, or else generated ones.</summary>
public interface IDigitSource
{
    /// <summary>Loads the images, 28x28; they are kept for the next caller.</summary>
    Task<ImageDataset> LoadAsync();
}
