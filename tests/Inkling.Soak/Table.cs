namespace Inkling.Soak;

/// <summary>The rows of a CSV file of a run or a sweep, without the columns of times. A last line that is not ended is not a row.</summary>
internal sealed record Table(string Header, string[] Rows)
{
    private static readonly string[] Times = ["seconds", "images_per_second"];

    public static Table Read(string path)
    {
        var text = Texts.Read(path);
        var lines = text[..(text.LastIndexOf('\n') + 1)].Split('\n')[..^1];
        if (lines.Length == 0)
            return new Table("", []);
        var kept = lines[0].Split(',').Index().Where(column => !Times.Contains(column.Item)).Select(column => column.Index).ToArray();
        return new Table(Kept(lines[0]), [.. lines.Skip(1).Select(Kept)]);

        string Kept(string line)
        {
            var cells = line.Split(',');
            return string.Join(',', kept.Where(index => index < cells.Length).Select(index => cells[index]));
        }
    }

    /// <summary>Gets whether the rows are the first ones of another table.</summary>
    public bool IsStartOf(Table other) => Rows.AsSpan().SequenceEqual(other.Rows.AsSpan(0, Math.Min(Rows.Length, other.Rows.Length)));

    /// <summary>Describes the first row that another table does not have.</summary>
    public string FirstDifference(Table other)
    {
        var row = Rows.Zip(other.Rows).TakeWhile(pair => pair.First == pair.Second).Count();
        return $"row {row + 1} of {Rows.Length} is '{(row < Rows.Length ? Rows[row] : "missing")}', "
            + $"expected '{(row < other.Rows.Length ? other.Rows[row] : "no more rows")}'";
    }
}
