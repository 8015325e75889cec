using Inkling.Pictures;
using Microsoft.AspNetCore.Http;

namespace Inkling.Server.Serve;

/// <summary>
/// Decodes and prepares pictures. Small ones on the thread of their request; large ones, which take up to seconds and 64 MB, on threads of
/// their own and at most as many at a time as there are processors.
/// </summary>
internal sealed class PictureReader(ServerOptions options) : IDisposable
{
    private const int SmallPixels = 1 << 18;

    private readonly SemaphoreSlim _large = new(Environment.ProcessorCount);

    /// <summary>The picture formats that are read, with the first bytes of each.</summary>
    public static IReadOnlyDictionary<string, byte[]> Formats { get; } = new Dictionary<string, byte[]>(StringComparer.OrdinalIgnoreCase)
    {
        ["image/png"] = [0x89, (byte)'P', (byte)'N', (byte)'G'],
        ["image/jpeg"] = [0xFF, 0xD8, 0xFF],
    };

    /// <summary>Reads a picture of one digit.</summary>
    /// <param name="content">The picture file.</param>
    /// <param name="mediaType">One of <see cref="Formats"/>.</param>
    /// <param name="name">The name of the picture in messages.</param>
    /// <param name="images">Takes the image.</param>
    /// <param name="cancellation">Ends the wait for other large pictures.</param>
    /// <exception cref="RequestException">The content is not of the format, damaged, too large or blank.</exception>
    public async ValueTask ReadAsync(
        ReadOnlyMemory<byte> content, string mediaType, string name, ImageBatch images, CancellationToken cancellation)
    {
        if (!content.Span.StartsWith(Formats[mediaType]))
            throw Refuse($"{name}: not the content of an {mediaType}");
        try
        {
            var size = PictureFile.ReadSize(content.Span, name);
            var pixels = Math.BigMul(size.Height, size.Width);
            if (pixels > options.MaximumPixels)
                throw Refuse($"{name}: {size.Width:N0} x {size.Height:N0} pixels, at most {options.MaximumPixels:N0} are read");
            images.Add(pixels <= SmallPixels ? Prepare(content, name) : await PrepareLargeAsync(content, name, cancellation));
        }
        catch (InvalidDataException error)
        {
            throw Refuse(error.Message);
        }
    }

    public void Dispose() => _large.Dispose();

    private static byte[] Prepare(ReadOnlyMemory<byte> content, string name) =>
        DigitPreparation.Prepare(PictureFile.Read(content.Span, name), name);

    private async Task<byte[]> PrepareLargeAsync(ReadOnlyMemory<byte> content, string name, CancellationToken cancellation)
    {
        await _large.WaitAsync(cancellation);
        try
        {
            return await Task.Factory.StartNew(
                () => Prepare(content, name), cancellation, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        }
        finally
        {
            _large.Release();
        }
    }

    private static RequestException Refuse(string message) => new(StatusCodes.Status422UnprocessableEntity, message);
}
