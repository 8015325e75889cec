using Inkling.Formats;
using Spectre.Console;

namespace Inkling.Cli.Output;

/// <summary>
/// The output for people: standard output, or standard error where standard output takes JSON. A terminal gets colours, tables and progress
/// bars; a file or a pipe gets plain text. Control characters of the text are escaped. Spectre.Console is loaded for a terminal only.
/// </summary>
internal sealed class Screen
{
    private readonly TextWriter _writer;
    private readonly Func<IAnsiConsole>? _create;
    private IAnsiConsole? _console;

    /// <summary>A screen over a writer, which is a terminal or is not.</summary>
    public Screen(TextWriter writer, bool isTerminal)
    {
        _writer = writer;
        _create = isTerminal
            ? () => AnsiConsole.Create(new AnsiConsoleSettings
            {
                Ansi = AnsiSupport.Yes,
                Interactive = InteractionSupport.Yes,
                Out = new AnsiConsoleOutput(writer),
            })
            : null;
    }

    /// <summary>Gets whether it is a terminal.</summary>
    public bool IsTerminal => _create is not null;

    /// <summary>Gets whether it shows colours: a terminal does, unless NO_COLOR is set or it is a simple one.</summary>
    public bool HasColors => IsTerminal && Spectre.Profile.Capabilities.ColorSystem != ColorSystem.NoColors;

    /// <summary>Gets the number of characters in a line.</summary>
    public int Width => IsTerminal ? Math.Max(20, Spectre.Profile.Width) : 80;

    private IAnsiConsole Spectre => _console ??= _create!();

    /// <summary>Standard output; with <paramref name="json"/>, standard error if it is a terminal, else nothing.</summary>
    public static Screen Open(bool json)
    {
        var isSimple = Environment.GetEnvironmentVariable("TERM") == "dumb";
        if (!json)
        {
            var isTerminal = !Console.IsOutputRedirected && !isSimple;
            return new Screen(isTerminal ? Console.Out : StandardWriter.Output, isTerminal);
        }

        return Console.IsErrorRedirected ? new Screen(TextWriter.Null, false) : new Screen(Console.Error, !isSimple);
    }

    /// <summary>Writes a line of text.</summary>
    /// <param name="text">The text, without markup.</param>
    /// <param name="style">A style of Spectre.Console such as "green" or "dim", for terminals.</param>
    public void Line(string text = "", string? style = null)
    {
        text = ControlCharacters.Escape(text);
        if (!IsTerminal)
            _writer.WriteLine(text);
        else
            WriteStyled(text + Environment.NewLine, style);
    }

    /// <summary>Writes text with its own escape codes.</summary>
    public void Raw(string text) => _writer.Write(text);

    /// <summary>Writes a table, the first column aligned to the left and the others to the right.</summary>
    public void Table(string[] headers, IReadOnlyList<string[]> rows) => TablePart(headers, rows);

    /// <summary>Writes some rows of a long table; a terminal shows each part as a table of its own.</summary>
    /// <param name="headers">The headers, which stand above the first part.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="widths">What the part before returned; null for the first part.</param>
    /// <param name="firstWidth">The minimum width of the first column.</param>
    /// <returns>The widths of the columns, at least those of the part before.</returns>
    public int[] TablePart(string[] headers, IReadOnlyList<string[]> rows, int[]? widths = null, int firstWidth = 0)
    {
        headers = Escaped(headers);
        rows = [.. rows.Select(Escaped)];
        if (!IsTerminal)
            return WritePlainTable(headers, rows, widths, firstWidth);
        WriteTable(headers, rows);
        return [];

        static string[] Escaped(string[] cells) => Array.ConvertAll(cells, ControlCharacters.Escape);
    }

    /// <summary>Runs work that reports its progress; a terminal shows a bar meanwhile.</summary>
    public T WithProgress<T>(string title, Func<ProgressReport, T> work) => IsTerminal
        ? WithBar(title, work)
        : work(new ProgressReport(null));

    private void WriteStyled(string text, string? style) => Spectre.Write(new Text(text, style is null ? Style.Plain : Style.Parse(style)));

    private void WriteTable(string[] headers, IReadOnlyList<string[]> rows)
    {
        var table = new Table().Border(TableBorder.Rounded).BorderColor(Color.Grey);
        for (var i = 0; i < headers.Length; i++)
        {
            var column = new TableColumn(new Text(headers[i], new Style(decoration: Decoration.Bold)));
            table.AddColumn(i == 0 ? column : column.RightAligned());
        }

        foreach (var row in rows)
            table.AddRow(row.Select(cell => new Text(cell)));
        Spectre.Write(table);
    }

    private int[] WritePlainTable(string[] headers, IReadOnlyList<string[]> rows, int[]? widths, int firstWidth)
    {
        int[] least = widths ?? [Math.Max(firstWidth, headers[0].Length), .. headers.Skip(1).Select(header => header.Length)];
        int[] own = [.. least.Select((width, i) => Math.Max(width, rows.Select(row => row[i].Length).DefaultIfEmpty().Max()))];
        foreach (var row in widths is null ? rows.Prepend(headers) : rows)
            _writer.WriteLine(
                string.Join("  ", row.Select((cell, i) => i == 0 ? cell.PadRight(own[i]) : cell.PadLeft(own[i]))).TrimEnd());
        return own;
    }

    private T WithBar<T>(string title, Func<ProgressReport, T> work)
    {
        T result = default!;
        Spectre.Progress()
            .AutoClear(true)
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new SpinnerColumn())
            .Start(context => result = work(new ProgressReport(context.AddTask(ProgressReport.Title(title), maxValue: 1))));
        return result;
    }
}
