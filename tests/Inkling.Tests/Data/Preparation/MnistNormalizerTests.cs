using Inkling.Data;

namespace Inkling.Tests.Data.Preparation;

public class MnistNormalizerTests
{
    private const int Pixels = MnistNormalizer.Size * MnistNormalizer.Size;

    private static byte[] Normalize(float[] ink, int width, int height)
    {
        var image = new byte[Pixels];
        MnistNormalizer.TryNormalize(ink, width, height, image).ShouldBeTrue();
        return image;
    }

    /// <summary>Ink within a rectangle.</summary>
    private static float[] Rectangle(int width, int height, int left, int top, int columns, int rows, float ink = 1)
    {
        var values = new float[width * height];
        for (var row = top; row < top + rows; row++)
            values.AsSpan((row * width) + left, columns).Fill(ink);
        return values;
    }

    [Theory]
    [InlineData(10, 10, 20, 20)]
    [InlineData(40, 40, 20, 20)]
    [InlineData(40, 20, 20, 10)]
    [InlineData(5, 50, 2, 20)]
    [InlineData(1, 1, 20, 20)]
    public void Ink_of_any_size_fills_a_box_of_20_with_its_aspect_ratio_kept(int columns, int rows, int boxWidth, int boxHeight)
    {
        var image = Normalize(Rectangle(60, 70, 7, 9, columns, rows), 60, 70);
        DigitImages.Box(image).ShouldBe((boxWidth, boxHeight));
        DigitImages.ShouldBeCentred(image);
        image.Where(pixel => pixel > 0).ShouldAllBe(pixel => pixel == 255);
    }

    [Fact]
    public void The_centre_of_mass_and_not_of_the_box_is_in_the_middle()
    {
        // 10 x 20 of full ink and 10 x 20 of a fifth beside it: the mass is centred at column (4.5 x 5 + 14.5) / 6 = 6.17 of the box.
        var ink = Rectangle(20, 20, 0, 0, 20, 20, ink: 0.2f);
        for (var row = 0; row < 20; row++)
            ink.AsSpan(row * 20, 10).Fill(1);
        var image = Normalize(ink, 20, 20);
        Enumerable.Range(0, 28).Select(column => image[(14 * 28) + column])
            .ShouldBe([.. new byte[8], .. Enumerable.Repeat((byte)255, 10), .. Enumerable.Repeat((byte)51, 10)]);
    }

    [Fact]
    public void Faint_ink_becomes_full_and_its_ratios_are_kept()
    {
        var ink = Rectangle(20, 20, 0, 0, 20, 20, ink: 0.1f);
        ink[0] = 0.2f;
        var image = Normalize(ink, 20, 20);
        image.Max().ShouldBe((byte)255);
        image.Count(pixel => pixel == 128).ShouldBe(399);
    }

    [Fact]
    public void Without_ink_the_image_is_cleared()
    {
        var image = Enumerable.Repeat((byte)9, Pixels).ToArray();
        MnistNormalizer.TryNormalize(new float[12], 4, 3, image).ShouldBeFalse();
        image.ShouldAllBe(pixel => pixel == 0);
    }

    [Fact]
    public void A_normalised_image_is_recognised_and_a_moved_or_faint_one_is_not()
    {
        for (var digit = 0; digit < 10; digit++)
        {
            var image = DigitImages.Digit(digit);
            MnistNormalizer.IsNormalized(image).ShouldBeTrue();
            MnistNormalizer.IsNormalized([.. new byte[3 * 28], .. image[..^(3 * 28)]]).ShouldBeFalse();
            MnistNormalizer.IsNormalized(Array.ConvertAll(image, pixel => (byte)(pixel / 2))).ShouldBeFalse();
        }

        MnistNormalizer.IsNormalized(new byte[Pixels]).ShouldBeFalse();
    }

    [Fact]
    public void Lengths_that_do_not_fit_are_refused()
    {
        Should.Throw<ArgumentException>(() => MnistNormalizer.TryNormalize(new float[5], 2, 3, new byte[Pixels])).Message
            .ShouldContain("5 values of ink and 784 pixels given, expected 3 x 2 and 784");
        Should.Throw<ArgumentException>(() => MnistNormalizer.TryNormalize(new float[6], 2, 3, new byte[9]));
        Should.Throw<ArgumentException>(() => MnistNormalizer.IsNormalized(new byte[9])).Message
            .ShouldContain("9 pixels given, expected 784");
    }
}
