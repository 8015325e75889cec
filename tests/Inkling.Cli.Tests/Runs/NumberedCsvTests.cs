using Inkling.Cli.Runs;

namespace Inkling.Cli.Tests.Runs;

/// <summary>A file that grows is read on, and read again where another one has taken its place.</summary>
public sealed class NumberedCsvTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("inkling-csv-test-").FullName;
    private readonly NumberedCsv _csv;

    public NumberedCsvTests() => _csv = new NumberedCsv(Path, "step");

    private string Path => System.IO.Path.Combine(_folder, "steps.csv");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Lines_that_were_appended_are_read_once_they_are_complete()
    {
        Appended("step,loss\n1,0.5\n").ShouldBe((true, "1:0.5"));
        Appended("").ShouldBe((false, ""));
        Appended("2,0.25\n3,0.").ShouldBe((false, "2:0.25"));
        Appended("125\n4,0.5\r\n").ShouldBe((false, "3:0.125 4:0.5"));
    }

    [Fact]
    public void A_file_that_was_replaced_is_read_from_its_start()
    {
        Appended("step,loss\n1,0.5\n2,0.5\n3,0.5\n");
        Replaced("step,loss\n1,0.5\n").ShouldBe((true, "1:0.5"));
        Replaced("step,lr,loss\n1,0.1,0.25\n2,0.1,0.25\n3,0.1,0.25\n4,0.1,0.25\n").ShouldBe((true, "1:0.25 2:0.25 3:0.25 4:0.25"));

        // The number that follows is not the next one.
        Replaced("step,lr,loss\n1,0.1,0.25\n2,0.1,0.25\n3,0.1,0.25\n5,0.1,0.25\n7,0.1,1\n").ShouldBe(
            (true, "1:0.25 2:0.25 3:0.25 5:0.25 7:1"));
        File.Delete(Path);
        Read().ShouldBe((true, ""));
    }

    [Fact]
    public void A_damaged_line_is_named_at_each_read()
    {
        Appended("step,loss\n1,0.5\n");
        File.AppendAllText(Path, "x,0.5\n");
        for (var i = 0; i < 2; i++)
            Should.Throw<InvalidDataException>(() => Read()).Message.ShouldStartWith($"{Path}: line 3: step is 'x', expected ");
        Replaced("step,loss\n1,0.5\n").ShouldBe((true, "1:0.5"));
    }

    private (bool IsReplaced, string Rows) Appended(string text)
    {
        File.AppendAllText(Path, text);
        return Read();
    }

    private (bool IsReplaced, string Rows) Replaced(string text)
    {
        File.WriteAllText(Path, text);
        return Read();
    }

    private (bool IsReplaced, string Rows) Read()
    {
        var rows = _csv.ReadAppended(out var isReplaced);
        return (isReplaced, string.Join(' ', rows.Select(row => FormattableString.Invariant($"{row.Index}:{row.Number("loss")}"))));
    }
}
