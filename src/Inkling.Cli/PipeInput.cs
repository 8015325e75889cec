namespace Inkling.Cli;

/// <summary>
/// Reads what can keep a reader waiting, such as a pipe: Ctrl+C ends the wait, and so does a time limit for the first byte.
/// </summary>
internal sealed class PipeInput : Stream
{
    /// <summary>The time limit of a named pipe or device for its first byte.</summary>
    private static readonly TimeSpan FirstByteTimeout = TimeSpan.FromSeconds(10);

    private readonly Stream _inner;
    private readonly byte[] _buffer = new byte[1 << 16];
    private readonly CancellationToken _cancellation;
    private readonly string _name;
    private readonly TimeSpan _firstByte;
    private int _position, _length;
    private bool _hasStarted;

    private PipeInput(Stream inner, string name, TimeSpan firstByte, CancellationToken cancellation) =>
        (_inner, _name, _firstByte, _cancellation) = (inner, name, firstByte, cancellation);

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    /// <summary>Opens standard input, without a time limit: the program before it in a pipeline may take its time.</summary>
    /// <exception cref="CliException">It is closed.</exception>
    public static PipeInput OpenStandardInput(string name, CancellationToken cancellation) => Descriptors.IsClosed(0)
        ? throw new CliException($"{name}: closed, expected a picture or an IDX file")
        : new PipeInput(Console.OpenStandardInput(), name, Timeout.InfiniteTimeSpan, cancellation);

    /// <summary>Opens a path that is not that of a file with content.</summary>
    /// <exception cref="IOException">It cannot be opened, or no process writes to it within the time limit.</exception>
    public static PipeInput Open(string path, CancellationToken cancellation)
    {
        var stream = Wait(
            () => new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 0),
            path,
            FirstByteTimeout,
            cancellation);
        return new PipeInput(stream, path, FirstByteTimeout, cancellation);
    }

    public override int Read(Span<byte> buffer)
    {
        if (_position == _length)
        {
            var limit = _hasStarted ? Timeout.InfiniteTimeSpan : _firstByte;
            (_position, _length) = (0, Wait(() => _inner.Read(_buffer), _name, limit, _cancellation));
            _hasStarted = true;
        }

        var count = Math.Min(buffer.Length, _length - _position);
        _buffer.AsSpan(_position, count).CopyTo(buffer);
        _position += count;
        return count;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        _inner.Dispose();
        base.Dispose(disposing);
    }

    /// <summary>Runs a call that can block without end; its thread is then left behind and does not keep the program from ending.</summary>
    private static T Wait<T>(Func<T> call, string name, TimeSpan limit, CancellationToken cancellation)
    {
        var task = Task.Factory.StartNew(call, cancellation, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        try
        {
            return task.WaitAsync(limit, cancellation).GetAwaiter().GetResult();
        }
        catch (TimeoutException error)
        {
            throw new IOException($"{name}: no data within {limit.TotalSeconds:0} seconds, expected a picture or an IDX file", error);
        }
    }
}
