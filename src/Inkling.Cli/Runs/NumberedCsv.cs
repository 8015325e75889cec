using System.Text;
using Inkling.Cli.Output;
using Inkling.Formats;

namespace Inkling.Cli.Runs;

/// <summary>
/// A CSV file whose lines are numbered by a column, such as epoch or step, in rising order, and to which a process may be appending: a last
/// line that does not end in a line feed is left out.
/// </summary>
internal static class NumberedCsv
{
    private const int MaxLength = 4096;

    /// <summary>Reads the lines after the header; none where there is no regular file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="number">The column of the numbers, which are 1 or more.</param>
    /// <param name="last">The last number to read; null for all.</param>
    /// <exception cref="InvalidDataException">
    /// A line is damaged or longer than 4,096 characters; the message names file and line.
    /// </exception>
    public static IEnumerable<CsvRow> Read(string path, string number, int? last)
    {
        // Also where it is a pipe, on which opening waits.
        if (!RegularFile.HasContent(path))
            yield break;
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var reader = new StreamReader(stream);
        Dictionary<string, int>? columns = null;
        var (line, before) = (0, 0);
        while (NextLine(reader, path, ++line) is { } text)
        {
            var cells = text.Split(',');
            if (columns is null)
            {
                columns = Columns(path, cells);
                continue;
            }

            if (cells.Length != columns.Count)
            {
                throw new InvalidDataException(
                    $"{path}: line {line}: {Format.Counted(cells.Length, "cell")}, expected {columns.Count}: "
                    + string.Join(',', columns.Keys));
            }

            var row = new CsvRow($"{path}: line {line}", columns, cells);
            row = row with { Index = row.Whole(number) };
            if (row.Index <= before)
                throw new InvalidDataException($"{path}: line {line}: {number} {row.Index} after {before}, expected a higher one");
            if (row.Index > last)
                yield break;
            before = row.Index;
            yield return row;
        }
    }

    private static Dictionary<string, int> Columns(string path, string[] names)
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
    private static string? NextLine(StreamReader reader, string path, int line)
    {
        var text = new StringBuilder();
        while (reader.Read() is >= 0 and var next)
        {
            if (next == '\n')
                return text.ToString().TrimEnd('\r');
            if (text.Length == MaxLength)
                throw new InvalidDataException($"{path}: line {line}: longer than {MaxLength} characters");
            text.Append((char)next);
        }

        return null;
    }
}
