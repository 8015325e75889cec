using Inkling.Lab.Zoom;

namespace Inkling.Lab.Tests.Zoom;

public class ValueColorsTests
{
    [Fact]
    public void Bytes_are_in_proportion_to_the_largest_magnitude()
    {
        ValueColors.Of([-2f, -1f, 0f, 0.5f, 2f, float.NaN, float.PositiveInfinity]).ShouldBe<byte>([1, 65, 128, 160, 255, 0, 255]);
        ValueColors.Of([1f, 2f, 4f], 2).ShouldBe<byte>([160, 192]);
        ValueColors.Of([0f, 0f]).ShouldBe<byte>([128, 128]);
    }

    [Fact]
    public void The_palette_is_red_below_zero_white_at_zero_and_blue_above()
    {
        var palette = ValueColors.Palette;
        palette.Length.ShouldBe(768);
        palette[(3 * 128)..(3 * 129)].ShouldBe<byte>([255, 255, 255]);
        (palette[3] > palette[5]).ShouldBeTrue();
        (palette[3 * 255] < palette[(3 * 255) + 2]).ShouldBeTrue();
    }
}
