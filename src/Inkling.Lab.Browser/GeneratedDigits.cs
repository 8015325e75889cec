using Inkling.Data;
using Inkling.Lab.Hosting;

namespace Inkling.Lab.Browser;

/// <summary>Digits that the library generates.</summary>
internal sealed class GeneratedDigits : IDigitSource
{
    private const int Count = 100;

    private readonly Lazy<ImageDataset> _images = new(() => Handwriting.Test(Count));

    public Task<ImageDataset> LoadAsync() => Task.FromResult(_images.Value);
}
