using Inkling.Lab.Reading;

namespace Inkling.Lab.Tests.Reading;

public class ThumbnailTests
{
    [Fact]
    public void A_small_picture_stays_and_levels_are_clamped()
    {
        float[] values = [-0.5f, 0, 0.5f, 2];
        var thumbnail = Thumbnail.Of(values, 2, 2, ink => 255 * (1 - ink));
        (thumbnail.Columns, thumbnail.Rows).ShouldBe((2, 2));
        thumbnail.Levels.ShouldBe([255, 255, 128, 0]);
    }

    [Fact]
    public void A_large_picture_is_reduced_to_the_means_of_squares()
    {
        // 321 columns need a factor of 3: the last square has 3 columns and 1 of 4 rows remains for the second row of squares.
        var values = new byte[4 * 321];
        for (var i = 0; i < values.Length; i++)
            values[i] = (byte)(i / 321 * 10);
        var thumbnail = Thumbnail.Of(values, 321, 4, level => level);
        (thumbnail.Columns, thumbnail.Rows).ShouldBe((107, 2));
        thumbnail.Levels[..107].ShouldAllBe(level => level == 10);
        thumbnail.Levels[107..].ShouldAllBe(level => level == 30);
    }
}
