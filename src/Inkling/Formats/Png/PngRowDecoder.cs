using System.Buffers.Binary;

namespace Inkling.Formats;

/// <summary>
/// Turns unfiltered rows of a file into the samples of a <see cref="PngImage"/>: bits widened, palette looked up, transparency made alpha.
/// </summary>
internal sealed class PngRowDecoder
{
    private readonly PngHeader _header;
    private readonly string _name;
    private readonly byte[] _colors;
    private readonly int _colorCount;
    private readonly ushort[]? _transparent;

    /// <param name="header">The picture's header.</param>
    /// <param name="palette">The content of PLTE: three bytes for a colour; empty without one.</param>
    /// <param name="transparency">The content of tRNS, of the length that its colour type demands; null without one.</param>
    /// <param name="name">What messages call the file.</param>
    public PngRowDecoder(PngHeader header, ReadOnlySpan<byte> palette, byte[]? transparency, string name)
    {
        (_header, _name) = (header, name);
        BitDepth = header.BitDepth == 16 ? 16 : 8;
        Channels = (header.Color == PngColor.Palette ? 3 : header.StoredChannels) + (transparency is null ? 0 : 1);
        _colors = [];
        if (header.Color == PngColor.Palette)
        {
            _colorCount = palette.Length / 3;
            _colors = new byte[_colorCount * Channels];
            for (var i = 0; i < _colorCount; i++)
            {
                palette.Slice(3 * i, 3).CopyTo(_colors.AsSpan(i * Channels));
                if (transparency is not null)
                    _colors[(4 * i) + 3] = i < transparency.Length ? transparency[i] : (byte)255;
            }
        }
        else if (transparency is not null)
        {
            _transparent = new ushort[header.StoredChannels];
            for (var i = 0; i < _transparent.Length; i++)
                _transparent[i] = (ushort)(BinaryPrimitives.ReadUInt16BigEndian(transparency.AsSpan(2 * i)) & ((1 << header.BitDepth) - 1));
        }
    }

    /// <summary>Samples of a decoded pixel.</summary>
    public int Channels { get; }

    /// <summary>Bits of a decoded sample: 8 or 16.</summary>
    public int BitDepth { get; }

    /// <summary>Bytes of a decoded pixel.</summary>
    public int PixelBytes => Channels * BitDepth / 8;

    /// <summary>Decodes one row of a pass into its places in the picture.</summary>
    /// <param name="row">The unfiltered row.</param>
    /// <param name="pass">The pass.</param>
    /// <param name="rowInPass">Which row of the pass it is.</param>
    /// <param name="samples">The whole picture.</param>
    public void Decode(ReadOnlySpan<byte> row, in PngPass pass, int rowInPass, byte[] samples)
    {
        var first = (((long)(pass.FirstY + (rowInPass * pass.StepY)) * _header.Width) + pass.FirstX) * PixelBytes;
        var target = samples.AsSpan((int)first);
        var step = pass.StepX * PixelBytes;
        if (_header.Color == PngColor.Palette)
            DecodeIndices(row, pass.Columns, target, step);
        else if (_header.BitDepth < 8)
            DecodePackedGray(row, pass.Columns, target, step);
        else
            DecodeWhole(row, pass.Columns, target, step);
    }

    private void DecodeIndices(ReadOnlySpan<byte> row, int columns, Span<byte> target, int step)
    {
        for (int i = 0, at = 0; i < columns; i++, at += step)
        {
            var index = Packed(row, i);
            if (index >= _colorCount)
                throw FormatError.In(_name, $"a PNG pixel has palette index {index}, the palette has {_colorCount} colours");
            _colors.AsSpan(index * Channels, Channels).CopyTo(target[at..]);
        }
    }

    private void DecodePackedGray(ReadOnlySpan<byte> row, int columns, Span<byte> target, int step)
    {
        // 255 is a multiple of 1, 3 and 15, so levels widen exactly.
        var scale = 255 / ((1 << _header.BitDepth) - 1);
        for (int i = 0, at = 0; i < columns; i++, at += step)
        {
            var level = Packed(row, i);
            target[at] = (byte)(level * scale);
            if (_transparent is not null)
                target[at + 1] = level == _transparent[0] ? (byte)0 : (byte)255;
        }
    }

    private void DecodeWhole(ReadOnlySpan<byte> row, int columns, Span<byte> target, int step)
    {
        var stored = _header.BitsPerPixel / 8;
        if (_transparent is null && step == stored)
        {
            row[..(columns * stored)].CopyTo(target);
            return;
        }

        for (int i = 0, at = 0; i < columns; i++, at += step)
        {
            var pixel = row.Slice(i * stored, stored);
            pixel.CopyTo(target[at..]);
            if (_transparent is not null)
                target.Slice(at + stored, BitDepth / 8).Fill(IsTransparent(pixel) ? (byte)0 : (byte)255);
        }
    }

    private bool IsTransparent(ReadOnlySpan<byte> pixel)
    {
        for (var i = 0; i < _transparent!.Length; i++)
        {
            int level = _header.BitDepth == 8 ? pixel[i] : BinaryPrimitives.ReadUInt16BigEndian(pixel[(2 * i)..]);
            if (level != _transparent[i])
                return false;
        }

        return true;
    }

    /// <summary>Value <paramref name="index"/> of a row that packs 1, 2, 4 or 8 bits, high bits first.</summary>
    private int Packed(ReadOnlySpan<byte> row, int index)
    {
        var bit = (long)index * _header.BitDepth;
        return (row[(int)(bit >> 3)] >> (8 - _header.BitDepth - (int)(bit & 7))) & ((1 << _header.BitDepth) - 1);
    }
}
