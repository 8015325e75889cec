using Inkling.Pictures;

namespace Inkling.Lab.Hosting;

/// <summary>Decodes picture files: with SkiaSharp on a server, by the browser in WebAssembly.</summary>
public interface IPictureReader
{
    /// <summary>Decodes a picture.</summary>
    /// <param name="content">The content of a JPEG or PNG file, or of another format that the host reads.</param>
    /// <param name="name">The name of the picture in messages.</param>
    /// <exception cref="InvalidDataException">
    /// The content is of another format, damaged or too large; the message is one line that begins with the name.
    /// </exception>
    Task<GrayImage> ReadAsync(byte[] content, string name);
}
