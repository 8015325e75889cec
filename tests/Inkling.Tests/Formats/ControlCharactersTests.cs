using Inkling.Formats;

namespace Inkling.Tests.Formats;

public class ControlCharactersTests
{
    [Theory]
    [InlineData("a\e[31mb", @"a\x1B[31mb")]
    [InlineData("one\ntwo\r\n\tthree", @"one\ntwo\r\n\tthree")]
    [InlineData("\0\a\u007F\u0080\u009B\u009F", @"\x00\x07\x7F\x80\x9B\x9F")]
    [InlineData("\u061C\u200E\u200F\u202A\u202E\u2066\u2069", @"\u061C\u200E\u200F\u202A\u202E\u2066\u2069")]
    [InlineData("\u2028\u2029\uFFFE\uFFFF", @"\u2028\u2029\uFFFE\uFFFF")]
    public void Characters_that_steer_the_reader_s_screen_are_escaped(string text, string escaped) =>
        ControlCharacters.Escape(text).ShouldBe(escaped);

    [Fact]
    public void Unpaired_surrogates_are_escaped_and_pairs_are_not()
    {
        ControlCharacters.Escape("\ud83d\ude00 \ud83d \ude00\ud83d").ShouldBe("\ud83d\ude00 \\uD83D \\uDE00\\uD83D");
    }

    [Theory]
    [InlineData("")]
    [InlineData("runs/written")]
    [InlineData(@"C:\runs\new 'quoted' <b> & 100 %")]
    [InlineData("größer, 七, \ud83d\ude00, a\u00a0b, \u200d\u00ad\uFFFD\uFEFF")]
    public void Other_text_stays(string text) => ControlCharacters.Escape(text).ShouldBe(text);

    [Fact]
    public void A_quote_is_shortened_between_characters_and_escaped()
    {
        FormatError.Quote("a\e\n").ShouldBe(@"'a\x1B\n'");
        FormatError.Quote(new string('a', 60)).ShouldBe($"'{new string('a', 60)}'");
        FormatError.Quote(new string('a', 61)).ShouldBe($"'{new string('a', 60)}...'");
        FormatError.Quote(new string('a', 59) + "\ud83d\ude00").ShouldBe($"'{new string('a', 59)}...'");
    }
}
