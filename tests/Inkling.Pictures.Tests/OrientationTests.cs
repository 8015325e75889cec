namespace Inkling.Pictures.Tests;

public class OrientationTests
{
    /// <summary>What each EXIF value makes of the rows "abc" and "def", from the figure of the standard.</summary>
    [Theory]
    [InlineData(1, "abc", "def")]
    [InlineData(2, "cba", "fed")]
    [InlineData(3, "fed", "cba")]
    [InlineData(4, "def", "abc")]
    [InlineData(5, "ad", "be", "cf")]
    [InlineData(6, "da", "eb", "fc")]
    [InlineData(7, "fc", "eb", "da")]
    [InlineData(8, "cf", "be", "ad")]
    public void Every_EXIF_value_turns_the_picture_upright(int value, params string[] rows)
    {
        var upright = Orientation.FromExif(value).Apply(new GrayImage(3, 2, "abcdef"u8.ToArray()));
        (upright.Width, upright.Height).ShouldBe((rows[0].Length, rows.Length));
        upright.Pixels.ShouldBe([.. string.Concat(rows).Select(letter => (byte)letter)]);
    }
}
