using Inkling.Lab.Hosting;
using Inkling.Pictures;

namespace Inkling.Server.Lab;

/// <summary>Decodes pictures with SkiaSharp.</summary>
internal sealed class SkiaPictures : IPictureReader
{
    public Task<GrayImage> ReadAsync(byte[] content, string name) => Task.Run(() =>
    {
        try
        {
            using var stream = new MemoryStream(content);
            return PictureFile.Read(stream, name);
        }
        catch (PlatformNotSupportedException exception)
        {
            throw new InvalidDataException(exception.Message, exception);
        }
    });
}
