namespace Inkling.Formats;

/// <summary>
/// Reads another stream forwards, with its first bytes known in advance and its last ones remembered; the other stream stays open.
/// </summary>
internal sealed class PeekedStream : Stream
{
    private const int PeekLength = 2;

    private const int TailLength = 4;

    private readonly Stream _inner;
    private readonly byte[] _tail = new byte[TailLength];
    private readonly byte[] _start = new byte[PeekLength];
    private readonly int _length;
    private int _taken;

    public PeekedStream(Stream inner)
    {
        _inner = inner;
        _length = inner.ReadAtLeast(_start, PeekLength, throwOnEndOfStream: false);
    }

    /// <summary>The first two bytes, or as many as there are.</summary>
    public ReadOnlySpan<byte> Peeked => _start.AsSpan(0, _length);

    /// <summary>The last four bytes that were read.</summary>
    public ReadOnlySpan<byte> Tail => _tail;

    /// <summary>How many bytes are left to read, where the other stream knows.</summary>
    public long? Remaining => _inner.CanSeek ? _inner.Length - _inner.Position + _length - _taken : null;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override int Read(Span<byte> buffer)
    {
        int count;
        if (_taken == _length)
        {
            count = _inner.Read(buffer);
        }
        else
        {
            count = Math.Min(buffer.Length, _length - _taken);
            _start.AsSpan(_taken, count).CopyTo(buffer);
            _taken += count;
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
