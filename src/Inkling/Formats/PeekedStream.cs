namespace Inkling.Formats;

/// <summary>
/// Reads an inner stream forwards, with its first bytes available in advance and its last ones kept; the inner stream is left open.
/// </summary>
internal sealed class PeekedStream : Stream
{
    private const int PeekLength = 2;

    private const int TailLength = 4;

    private readonly Stream _inner;
    private readonly byte[] _tail = new byte[TailLength];
    private readonly byte[] _start;
    private readonly int _length;
    private int _consumed;

    /// <summary>Reads a stream.</summary>
    /// <param name="inner">The stream.</param>
    /// <param name="start">The first bytes, where they were read from the stream before.</param>
    public PeekedStream(Stream inner, ReadOnlySpan<byte> start)
    {
        _inner = inner;
        _start = new byte[Math.Max(PeekLength, start.Length)];
        start.CopyTo(_start);
        _length = start.Length + inner.ReadAtLeast(_start.AsSpan(start.Length), _start.Length - start.Length, throwOnEndOfStream: false);
    }

    /// <summary>Gets the first two bytes, or fewer where the stream is shorter.</summary>
    public ReadOnlySpan<byte> Peeked => _start.AsSpan(0, Math.Min(PeekLength, _length));

    /// <summary>Gets the last four bytes that were read.</summary>
    public ReadOnlySpan<byte> Tail => _tail;

    /// <summary>Gets the number of bytes left to read; null where the inner stream does not support seeking.</summary>
    public long? Remaining => _inner.CanSeek ? _inner.Length - _inner.Position + _length - _consumed : null;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override int Read(Span<byte> buffer)
    {
        int count;
        if (_consumed == _length)
        {
            count = _inner.Read(buffer);
        }
        else
        {
            count = Math.Min(buffer.Length, _length - _consumed);
            _start.AsSpan(_consumed, count).CopyTo(buffer);
            _consumed += count;
        }

        var last = buffer[Math.Max(0, count - TailLength)..count];
        _tail.AsSpan(last.Length).CopyTo(_tail);
        last.CopyTo(_tail.AsSpan(TailLength - last.Length));
        return count;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
