using System.Buffers.Binary;
using System.IO.Compression;

namespace Inkling.Formats;

/// <summary>Reads the values of an IDX file from front to back, so that a file of any length takes the memory of one piece.</summary>
/// <remarks>
/// As strict as <see cref="Idx.Read"/>: the size that the header states is compared with the length of the data where that is known, and
/// the end of the data is checked with the last value.
/// </remarks>
public sealed class IdxReader : IDisposable
{
    private readonly string _name;
    private readonly PeekedStream _source;
    private readonly GZipStream? _unpacked;
    private readonly int[] _dimensions;

    // Null where the length of the content is not known.
    private readonly long? _largestLength;

    /// <summary>Reads the header.</summary>
    /// <param name="stream">IDX data, plain or gzip, from its position to its end; it need not support seeking and is left open.</param>
    /// <param name="name">The name of the file in messages.</param>
    /// <param name="start">The first bytes of the data, where they were read from the stream before.</param>
    /// <param name="maximumValues">The largest number of values that is read.</param>
    /// <exception cref="InvalidDataException">
    /// The content is not an IDX array of unsigned bytes, or the header states another size than the data has.
    /// </exception>
    public IdxReader(Stream stream, string name, ReadOnlySpan<byte> start = default, long maximumValues = long.MaxValue)
    {
        _name = name;
        _source = new PeekedStream(stream, start);
        if (_source.Peeked.Length == 0)
            throw FormatError.In(name, "the file is empty, IDX data expected");
        if (_source.Peeked.StartsWith((ReadOnlySpan<byte>)[0x1F, 0x8B]))
            _unpacked = new GZipStream(_source, CompressionMode.Decompress, leaveOpen: true);
        try
        {
            _largestLength = _source.Remaining * (_unpacked is null ? 1 : BoundedReader.LargestDeflateRatio);
            _dimensions = IdxHeader.Read(Content, name);
            Count = CheckedCount(maximumValues);
        }
        catch (InvalidDataException error) when (IsOfGzip(error))
        {
            throw DamagedGzip(error);
        }

        Remaining = Count;
    }

    /// <summary>Gets the size of each dimension, outermost first, each at least 1.</summary>
    public IReadOnlyList<int> Dimensions => _dimensions;

    /// <summary>Gets the number of values, the product of the dimensions.</summary>
    public long Count { get; }

    /// <summary>Gets the number of values that have not been read yet.</summary>
    public long Remaining { get; private set; }

    private Stream Content => _unpacked is null ? _source : _unpacked;

    private int HeaderLength => 4 + (4 * _dimensions.Length);

    /// <summary>Reads the next values.</summary>
    /// <param name="values">The memory to fill, at most <see cref="Remaining"/> bytes.</param>
    /// <exception cref="InvalidDataException">
    /// The data is damaged or cut short, or other bytes follow the last value.
    /// </exception>
    public void Read(Span<byte> values)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(values.Length, Remaining, nameof(values));
        try
        {
            var got = Content.ReadAtLeast(values, values.Length, throwOnEndOfStream: false);
            Remaining -= got;
            if (got < values.Length)
                throw WrongLength(Count - Remaining);
            if (Remaining == 0)
                CheckEnd();
        }
        catch (InvalidDataException error) when (IsOfGzip(error))
        {
            throw DamagedGzip(error);
        }
    }

    /// <summary>Releases the decompressor; the stream is left open.</summary>
    public void Dispose()
    {
        _unpacked?.Dispose();
        _source.Dispose();
    }

    /// <summary>Reads all values, at most <see cref="int.MaxValue"/>.</summary>
    internal byte[] ReadToEnd()
    {
        try
        {
            var values = BoundedReader.ReadUpTo(Content, checked((int)Count), isBacked: _largestLength is not null);
            if (values.Length < Count)
                throw WrongLength(values.Length);
            CheckEnd();
            return values;
        }
        catch (InvalidDataException error) when (IsOfGzip(error))
        {
            throw DamagedGzip(error);
        }
    }

    private long CheckedCount(long maximum)
    {
        var count = 1L;
        foreach (var size in _dimensions)
        {
            if (count > maximum / size)
            {
                throw FormatError.In(
                    _name, $"the header claims [{string.Join(", ", _dimensions)}] values, at most {maximum:N0} are read");
            }

            count *= size;
        }

        if (_largestLength - HeaderLength is not { } largest)
            return count;
        if (_unpacked is null && largest != count)
            throw WrongLength(count, largest);
        return count <= largest
            ? count
            : throw FormatError.In(_name, $"the header claims {count:N0} values, more than the compressed data can hold");
    }

    private void CheckEnd()
    {
        if (Content.ReadByte() >= 0)
            throw FormatError.In(_name, $"bytes follow after the {Count:N0} values that the header states");
        if (_unpacked is null)
            return;

        // GZipStream compares its checksum, but ignores a trailer that is cut short and whatever follows it. The file has to end
        // with the unpacked length modulo 2^32 (RFC 1952, ISIZE); it is one gzip member, as all of MNIST's are.
        var length = unchecked((int)(HeaderLength + Count));
        if (_source.ReadByte() >= 0 || BinaryPrimitives.ReadInt32LittleEndian(_source.Tail) != length)
            throw FormatError.In(_name, "the gzip data does not end with its own length: it is cut short, or other bytes follow");
    }

    private bool IsOfGzip(InvalidDataException error) =>
        _unpacked is not null && !error.Message.StartsWith(_name + ": ", StringComparison.Ordinal);

    private InvalidDataException DamagedGzip(InvalidDataException error) =>
        FormatError.In(_name, "the gzip data is damaged or cut short", error);

    private InvalidDataException WrongLength(long found) => WrongLength(Count, found);

    private InvalidDataException WrongLength(long expected, long found) => FormatError.In(
        _name, $"[{string.Join(", ", _dimensions)}] needs {expected:N0} values, the file holds {found:N0}"
            + (found < expected ? " (cut short)" : " (bytes follow after the data)"));
}
