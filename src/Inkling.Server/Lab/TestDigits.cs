using Inkling.Data;
using Inkling.Lab.Hosting;

namespace Inkling.Server.Lab;

/// <summary>The test images of MNIST where they are on this machine, or else generated ones; read once for all pages.</summary>
internal sealed class TestDigits : IDigitSource
{
    private const int Generated = 1000;

    private readonly Lazy<Task<ImageDataset>> _images = new(() => Task.Run(Load));

    public Task<ImageDataset> LoadAsync() => _images.Value;

    private static ImageDataset Load()
    {
        try
        {
            return Mnist.Test(new MnistOptions { Download = false });
        }
        catch (Exception exception) when (exception is DataUnavailableException or InvalidDataException or IOException)
        {
            return Handwriting.Test(Generated);
        }
    }
}
