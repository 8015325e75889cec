using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using Inkling.Formats;

namespace Inkling.Data;

/// <summary>
/// Reads digits from a CSV file, one image a line: a label 0 to 9 and 784 pixel values 0 to 255 (28 rows of 28, 0 is background, 255 is
/// full ink).
/// </summary>
/// <remarks>
/// A header line is optional. The label is in the first column, or in that with the header "label" or "class". Values are whole numbers
/// separated by commas; spaces around them, blank lines, a byte order mark and either line ending are accepted; quoted fields are not.
/// </remarks>
public static class CsvImages
{
    private const int PixelCount = MnistNormalizer.Size * MnistNormalizer.Size;
    private const int ColumnCount = PixelCount + 1;

    /// <summary>Reads a file as a stream: the memory used is that of the images.</summary>
    /// <param name="path">The CSV file.</param>
    /// <param name="name">The name of the set in reports, or null for the name of the file.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">The content is invalid; the message names the file, line and column.</exception>
    public static ImageDataset Read(string path, string? name = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (!File.Exists(path))
            throw new FileNotFoundException($"{path}: there is no such file", path);
        using var stream = RegularFile.OpenRead(path, FileOptions.SequentialScan);
        return Read(stream, Path.GetFileName(path), name);
    }

    /// <summary>Reads a stream to its end.</summary>
    /// <param name="stream">The text, in ASCII or UTF-8.</param>
    /// <param name="fileName">The name of the file in messages.</param>
    /// <param name="name">The name of the set in reports, or null for <paramref name="fileName"/>.</param>
    /// <exception cref="InvalidDataException">The content is invalid; the message names the file, line and column.</exception>
    public static ImageDataset Read(Stream stream, string fileName, string? name = null) =>
        new Reader(stream, fileName).Read(name ?? fileName);

    /// <summary>Parses the bytes in one pass, through a buffer that is longer than any valid first line.</summary>
    private sealed class Reader(Stream stream, string fileName)
    {
        private readonly byte[] _buffer = new byte[256 * 1024];
        private readonly byte[] _line = new byte[ColumnCount];
        private byte[] _pixels = new byte[64 * PixelCount];
        private byte[] _labels = new byte[64];
        private int _position, _length;
        private int _count, _labelColumn, _lineNumber = 1;

        public ImageDataset Read(string name)
        {
            SkipByteOrderMark();
            SkipBlankLines();
            if (LooksLikeHeader(out var fields))
                ReadHeader(fields);
            for (SkipBlankLines(); Peek() >= 0; SkipBlankLines())
            {
                ReadLine();
                AddImage();
                _lineNumber++;
            }

            if (_count == 0)
                throw new InvalidDataException($"{fileName}: no image in it, expected lines of a label and {PixelCount} pixels");
            Array.Resize(ref _pixels, _count * PixelCount);
            Array.Resize(ref _labels, _count);
            return new ImageDataset(name, _pixels, _labels, ImageDataset.Digits);
        }

        /// <summary>Determines whether most fields of the next line contain a letter. The line is not consumed.</summary>
        private bool LooksLikeHeader(out string[] fields)
        {
            var ahead = _buffer.AsSpan(_position, _length - _position);
            var end = ahead.IndexOf((byte)'\n');
            fields = Encoding.UTF8.GetString(end < 0 ? ahead : ahead[..end]).Split(',', StringSplitOptions.TrimEntries);
            return fields.Count(field => field.Any(char.IsLetter)) * 2 > fields.Length;
        }

        private void ReadHeader(string[] fields)
        {
            if (fields.Any(field => field.Contains('"')))
                throw new InvalidDataException($"{fileName}: line {_lineNumber}: quoted fields are not read, expected plain names");
            if (fields.Length != ColumnCount)
                throw WrongCount(fields.Length.ToString(CultureInfo.InvariantCulture));
            _labelColumn = Math.Max(0, Array.FindIndex(fields, field => field.ToUpperInvariant() is "LABEL" or "CLASS"));
            while (Take() is not ('\n' or < 0))
            {
            }

            _lineNumber++;
        }

        /// <summary>Reads 785 values and the end of the line.</summary>
        private void ReadLine()
        {
            for (var column = 0; column < ColumnCount; column++)
            {
                column = ReadPlainFields(column);
                _line[column] = ReadValue(column);
                var separator = Take();
                if (separator == '\r' && Peek() is '\n' or < 0)
                    separator = Take();
                var atEnd = separator is '\n' or < 0;
                if (separator != ',' && !atEnd)
                    throw Wrong(column, $"has {Show(separator)}, expected a whole number 0 to 255 and a comma");
                if (atEnd && column < ColumnCount - 1)
                    throw WrongCount((column + 1).ToString(CultureInfo.InvariantCulture));
                if (!atEnd && column == ColumnCount - 1)
                    throw WrongCount($"more than {ColumnCount}");
            }
        }

        /// <summary>
        /// Reads the fields from <paramref name="column"/> on that are one to three digits and a comma, as nearly all are, as far as the
        /// buffer has them, without a check of its end at every byte.
        /// </summary>
        /// <returns>The first column that remains for <see cref="ReadValue"/>, at most the last one.</returns>
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private int ReadPlainFields(int column)
        {
            var ahead = _buffer.AsSpan(_position, _length - _position);
            var start = 0;
            while (column < ColumnCount - 1 && start + 4 <= ahead.Length && ahead[start] is >= (byte)'0' and <= (byte)'9')
            {
                var value = ahead[start] - '0';
                var end = start + 1;
                for (; end < start + 3 && ahead[end] is >= (byte)'0' and <= (byte)'9'; end++)
                    value = (value * 10) + (ahead[end] - '0');
                if (ahead[end] != ',' || value > 255)
                    break;
                _line[column++] = (byte)value;
                start = end + 1;
            }

            _position += start;
            return column;
        }

        private byte ReadValue(int column)
        {
            SkipSpaces();
            var next = Peek();
            if (next == '"')
                throw Wrong(column, "is quoted, expected a plain number");
            if (next is ',' or '\n' or '\r' or < 0)
                throw Wrong(column, "is empty, expected a whole number 0 to 255");
            if (next is < '0' or > '9')
                throw Wrong(column, $"has {Show(next)}, expected a whole number 0 to 255");
            var value = 0;
            while (Peek() is >= '0' and <= '9')
            {
                value = (value * 10) + (Take() - '0');
                if (value > 255)
                    throw Wrong(column, "is more than 255, expected a whole number 0 to 255");
            }

            SkipSpaces();
            return (byte)value;
        }

        private void AddImage()
        {
            var label = _line[_labelColumn];
            if (label > 9)
                throw Wrong(_labelColumn, $"has the label {label}, expected 0 to 9");
            if (_count == _labels.Length)
            {
                Array.Resize(ref _pixels, checked(_count * 2 * PixelCount));
                Array.Resize(ref _labels, _count * 2);
            }

            _labels[_count] = label;
            var target = _pixels.AsSpan(_count * PixelCount, PixelCount);
            _line.AsSpan(0, _labelColumn).CopyTo(target);
            _line.AsSpan(_labelColumn + 1).CopyTo(target[_labelColumn..]);
            _count++;
        }

        private void SkipByteOrderMark()
        {
            Fill();
            if (_buffer.AsSpan(0, _length).StartsWith("\uFEFF"u8))
                _position = 3;
        }

        private void SkipBlankLines()
        {
            while (Peek() is '\n' or '\r')
            {
                if (Take() == '\n')
                    _lineNumber++;
            }
        }

        private void SkipSpaces()
        {
            while (Peek() is ' ' or '\t')
                Take();
        }

        /// <summary>Gets the next byte without consuming it, or -1 at the end.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private int Peek() => _position < _length || Fill() ? _buffer[_position] : -1;

        /// <summary>Consumes the next byte, or returns -1 at the end.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private int Take() => _position < _length || Fill() ? _buffer[_position++] : -1;

        private bool Fill()
        {
            _position = 0;
            _length = stream.ReadAtLeast(_buffer, _buffer.Length, throwOnEndOfStream: false);
            return _length > 0;
        }

        private InvalidDataException Wrong(int column, string what) =>
            new($"{fileName}: line {_lineNumber}, column {column + 1} {what}");

        private InvalidDataException WrongCount(string count) =>
            new($"{fileName}: line {_lineNumber}: the column count is {count}, "
                + $"expected {ColumnCount} (a label and {PixelCount} pixels, separated by commas)");

        private static string Show(int value) => value is > ' ' and < 127 ? $"'{(char)value}'" : $"byte 0x{value:x2}";
    }
}
