using System.Buffers;
using System.IO.Pipelines;

namespace Inkling.Server.Serve;

/// <summary>The body of a request in memory of a pool.</summary>
internal readonly struct RequestBody : IDisposable
{
    private readonly byte[] _buffer;

    private RequestBody(byte[] buffer, int length) => (_buffer, Content) = (buffer, buffer.AsMemory(0, length));

    /// <summary>Gets the bytes, valid until this is disposed.</summary>
    public ReadOnlyMemory<byte> Content { get; }

    /// <summary>Reads a body to its end; its length is limited by the server.</summary>
    public static async ValueTask<RequestBody> ReadAsync(PipeReader reader, CancellationToken cancellation)
    {
        while (true)
        {
            var result = await reader.ReadAsync(cancellation);
            if (result.IsCompleted)
            {
                var length = (int)result.Buffer.Length;
                var buffer = ArrayPool<byte>.Shared.Rent(length);
                result.Buffer.CopyTo(buffer);
                reader.AdvanceTo(result.Buffer.End);
                return new RequestBody(buffer, length);
            }

            reader.AdvanceTo(result.Buffer.Start, result.Buffer.End);
        }
    }

    public void Dispose() => ArrayPool<byte>.Shared.Return(_buffer);
}
