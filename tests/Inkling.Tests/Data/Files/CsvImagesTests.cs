using System.Text;
using Inkling.Data;

namespace Inkling.Tests.Data;

public class CsvImagesTests
{
    private static readonly string Header = "label," + string.Join(',', Enumerable.Range(0, 784).Select(i => $"pixel{i}"));

    private static string Line(int label, int shift = 0) =>
        $"{label}," + string.Join(',', Enumerable.Range(0, 784).Select(i => (i + shift) % 256));

    private static byte[] Pixels(int shift = 0) => [.. Enumerable.Range(0, 784).Select(i => (byte)(i + shift))];

    private static ImageDataset Read(string text) => CsvImages.Read(new MemoryStream(Encoding.UTF8.GetBytes(text)), "digits.csv");

    private static string Refusal(string text)
    {
        var message = Should.Throw<InvalidDataException>(() => Read(text)).Message;
        message.ShouldStartWith("digits.csv: ");
        message.ShouldNotContain("\n");
        return message;
    }

    private static string WithField(int column, string field)
    {
        var fields = Line(5).Split(',');
        fields[column - 1] = field;
        return Line(1) + "\n" + string.Join(',', fields) + "\n";
    }

    [Fact]
    public void Lines_with_a_header_are_read()
    {
        var set = Read($"{Header}\n{Line(7)}\n{Line(0, 9)}\n");
        set.Name.ShouldBe("digits.csv");
        set.Labels.ShouldBe([7, 0]);
        set.ClassNames.ShouldBe(ImageDataset.Digits);
        set.Image(0).ToArray().ShouldBe(Pixels());
        set.Image(1).ToArray().ShouldBe(Pixels(9));
    }

    [Theory]
    [InlineData("\n", "")]
    [InlineData("\r\n", "")]
    [InlineData("\n", "\uFEFF")]
    [InlineData("\r\n\r\n", "\r\n")]
    public void Lines_without_a_header_are_read_with_any_line_ending(string ending, string before)
    {
        Read(before + Line(3) + ending + Line(4, 1) + ending).Labels.ShouldBe([3, 4]);
        Read(before + Line(3) + ending + Line(4, 1)).Image(1).ToArray().ShouldBe(Pixels(1));
        Read(before + Line(3) + ending + Line(4, 1) + "\r").Count.ShouldBe(2);
    }

    [Fact]
    public void Spaces_around_values_are_allowed() =>
        Read(Line(3).Replace(",", " ,\t", StringComparison.Ordinal)).Image(0).ToArray().ShouldBe(Pixels());

    [Fact]
    public void The_label_may_stand_last_where_the_header_says_so()
    {
        var header = string.Join(',', Enumerable.Range(1, 784).Select(i => $"pixel{i}")) + ",class";
        var set = Read($"{header}\n{string.Join(',', Pixels())},6\n");
        set.Labels.ShouldBe([6]);
        set.Image(0).ToArray().ShouldBe(Pixels());
    }

    [Fact]
    public void A_set_longer_than_the_buffer_is_read_whole()
    {
        var lines = Enumerable.Range(0, 700).Select(i => Line(i % 10, i)).ToArray();
        var set = Read(string.Join('\n', lines));
        set.Count.ShouldBe(700);
        for (var i = 0; i < set.Count; i++)
        {
            set.Labels[i].ShouldBe((byte)(i % 10));
            set.Image(i).SequenceEqual(Pixels(i)).ShouldBeTrue();
        }
    }

    [Theory]
    [InlineData(2, "256", "line 2, column 2 is more than 255, expected a whole number 0 to 255")]
    [InlineData(400, "99999999999999999999", "line 2, column 400 is more than 255")]
    [InlineData(785, "-1", "line 2, column 785 has '-'")]
    [InlineData(3, "0.5", "line 2, column 3 has '.'")]
    [InlineData(4, "", "line 2, column 4 is empty")]
    [InlineData(785, "", "line 2, column 785 is empty")]
    [InlineData(5, "\"7\"", "line 2, column 5 is quoted")]
    [InlineData(5, "x", "line 2, column 5 has 'x'")]
    [InlineData(5, "1 2", "line 2, column 5 has '2'")]
    [InlineData(5, "1\0", "line 2, column 5 has byte 0x00")]
    [InlineData(1, "10", "line 2, column 1 has the label 10, expected 0 to 9")]
    [InlineData(785, "1,2", "line 2: the column count is more than 785, expected 785")]
    public void A_wrong_value_is_named_with_its_line_and_column(int column, string field, string expected) =>
        Refusal(WithField(column, field)).ShouldContain(expected);

    [Fact]
    public void The_line_number_counts_the_header_and_blank_lines() =>
        Refusal($"{Header}\n\n{Line(1)}\n\n{Line(10)}\n").ShouldContain("line 5, column 1 has the label 10");

    [Theory]
    [InlineData("1,2,3\n", "line 1: the column count is 3, expected 785")]
    [InlineData("<!DOCTYPE html>\n<html></html>\n", "line 1: the column count is 1, expected 785")]
    [InlineData("label,a,b\n", "line 1: the column count is 3, expected 785")]
    [InlineData("", "no image in it")]
    [InlineData("\n\n", "no image in it")]
    [InlineData("1;2;3\n", "line 1, column 1 has ';'")]
    [InlineData("\"label\",\"pixel0\"\n", "quoted fields are not read")]
    public void Another_kind_of_file_is_refused(string text, string expected) => Refusal(text).ShouldContain(expected);

    [Fact]
    public void A_header_alone_has_no_image() => Refusal(Header + "\n").ShouldContain("no image in it");

    [Fact]
    public void A_cut_last_line_is_refused()
    {
        var text = Line(1) + "\n" + Line(2);
        Refusal(text[..^400]).ShouldContain("line 2");
    }

    [Fact]
    public void A_missing_file_is_named()
    {
        var path = Path.Combine(Path.GetTempPath(), "no-such-digits.csv");
        Should.Throw<FileNotFoundException>(() => CsvImages.Read(path)).Message.ShouldContain(path);
    }
}
