using System.Text;
using Inkling.Cli.Output;
using Inkling.Formats;

namespace Inkling.Cli.Runs;

/// <summary>
/// A CSV file whose lines are numbered by a column, such as epoch or step, in rising order, and to which a process may be appending: a last
/// line that does not end in a line feed is left out.
/// </summary>
/// <param name="path">The file.</param>
/// <param name="number">The column of the numbers, which are 1 or more.</param>
internal sealed class NumberedCsv(string path, string number)
{
    private const int MaxLength = 4096;
    private const int BufferSize = 1 << 16;

    private readonly byte[] _text = new byte[MaxLength];
    private Dictionary<string, int>? _columns;
    private int _line, _last;

    // The end of the last line that was read.
    private long _position;

    /// <summary>Reads on after the last line that was read; no lines where there is no regular file.</summary>
    /// <param name="last">The last number to read; null for all.</param>
    /// <exception cref="InvalidDataException">
    /// A line is damaged or longer than 4,096 characters; the message names file and line.
    /// </exception>
    public IEnumerable<CsvRow> ReadOn(int? last = null)
    {
        // Also where it is a pipe, on which opening waits.
        if (!RegularFile.HasContent(path))
            yield break;
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, BufferSize);
        stream.Position = _position;
        while (NextLine(stream) is { } text)
        {
            _line++;
            var cells = text.Split(',');
            if (_columns is null)
            {
                _columns = Columns(cells);
                continue;
            }

            if (cells.Length != _columns.Count)
            {
                throw new InvalidDataException(
                    $"{path}: line {_line}: {Format.Counted(cells.Length, "cell")}, expected {_columns.Count}: "
                    + string.Join(',', _columns.Keys));
            }

            var row = new CsvRow($"{path}: line {_line}", _columns, cells);
            row = row with { Index = row.Whole(number) };
            if (row.Index <= _last)
                throw new InvalidDataException($"{path}: line {_line}: {number} {row.Index} after {_last}, expected a higher one");
            if (row.Index > last)
                yield break;
            _last = row.Index;
            yield return row;
        }
    }

    /// <summary>Reads the lines that were appended since the last call, or all where the file was replaced meanwhile.</summary>
    /// <param name="isReplaced">Whether the lines that were read before do not hold any more.</param>
    /// <exception cref="InvalidDataException">A line is damaged; the message names file and line.</exception>
    public IReadOnlyList<CsvRow> ReadAppended(out bool isReplaced)
    {
        try
        {
            isReplaced = !TryReadAppended(out var rows);
            if (!isReplaced)
                return rows;
            Restart();
            return [.. ReadOn()];
        }
        catch
        {
            // The lines before the damaged one are not lost: the next call reads them again.
            Restart();
            throw;
        }
    }

    private void Restart() => (_columns, _line, _last, _position) = (null, 0, 0, 0);

    /// <summary>Reads on; false where what follows is not what was appended: the file is shorter, or another number follows.</summary>
    private bool TryReadAppended(out IReadOnlyList<CsvRow> rows)
    {
        rows = [];
        if (_position == 0)
            return false;
        try
        {
            var file = new FileInfo(path);
            if (!file.Exists || file.Length < _position)
                return false;
            var next = _last + 1;
            rows = [.. ReadOn()];
            return rows is [] || rows[0].Index == next;
        }
        catch (InvalidDataException)
        {
            return false;
        }
    }

    private Dictionary<string, int> Columns(string[] names)
    {
        var columns = new Dictionary<string, int>();
        foreach (var (index, name) in names.Select(ControlCharacters.Escape).Index())
        {
            if (!columns.TryAdd(name, index))
                throw new InvalidDataException($"{path}: line 1: more than one column {name}");
        }

        return columns;
    }

    /// <summary>Reads a line that ends in a line feed; null where there is none.</summary>
    private string? NextLine(FileStream stream)
    {
        var length = 0;
        while (stream.ReadByte() is >= 0 and var next)
        {
            if (next == '\n')
            {
                _position += length + 1;
                return Encoding.UTF8.GetString(_text, 0, length).TrimStart('\uFEFF').TrimEnd('\r');
            }

            if (length == MaxLength)
                throw new InvalidDataException($"{path}: line {_line + 1}: longer than {MaxLength} characters");
            _text[length++] = (byte)next;
        }

        return null;
    }
}
