using Inkling.Data;
using Inkling.Tests.Data;

namespace Inkling.Pictures.Tests.Preparation;

public class DigitPreparationTests
{
    public static TheoryData<int> EveryDigit => [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];

    [Theory]
    [MemberData(nameof(EveryDigit))]
    public void A_prepared_digit_comes_out_byte_for_byte(int digit)
    {
        for (ulong item = 0; item < 20; item++)
        {
            var image = DigitImages.Digit(digit, item);
            DigitPreparation.Prepare(new GrayImage(28, 28, image)).ShouldBe(image);
            DigitPreparation.Prepare(new GrayImage(28, 28, Array.ConvertAll(image, value => (byte)(255 - value)))).ShouldBe(image);
        }
    }

    [Fact]
    public void A_prepared_picture_is_a_copy()
    {
        var image = DigitImages.Digit(3);
        DigitPreparation.Prepare(new GrayImage(28, 28, image)).ShouldNotBeSameAs(image);
    }

    [Theory]
    [MemberData(nameof(EveryDigit))]
    public void A_digit_of_28x28_off_the_middle_is_moved_back(int digit)
    {
        var image = DigitImages.Digit(digit);
        var moved = new byte[784];
        image.AsSpan(0, 784 - (28 * 3)).CopyTo(moved.AsSpan(28 * 3));
        var prepared = DigitPreparation.Prepare(new GrayImage(28, 28, moved));
        DigitImages.MeanDifference(prepared, image).ShouldBeLessThan(16);
        DigitImages.CenterOfMass(prepared).Row.ShouldBe(14, 0.51);
    }

    [Theory]
    [MemberData(nameof(EveryDigit))]
    public void The_place_on_the_page_does_not_matter(int digit)
    {
        var image = DigitImages.Digit(digit);
        var first = DigitPreparation.Prepare(Pages.Page(image, 5, 300, 260, 0, 0));
        DigitPreparation.Prepare(Pages.Page(image, 5, 300, 260, 160, 120)).ShouldBe(first);
        DigitPreparation.Prepare(Pages.Page(image, 5, 300, 260, 83, 7)).ShouldBe(first);
    }

    [Theory]
    [MemberData(nameof(EveryDigit))]
    public void Dark_on_light_and_light_on_dark_give_the_same(int digit)
    {
        var page = Pages.Page(DigitImages.Digit(digit), 6, 200, 240, 20, 50);
        DigitPreparation.Prepare(page.With((_, _, shade) => 255 - shade)).ShouldBe(DigitPreparation.Prepare(page));
    }

    [Theory]
    [MemberData(nameof(EveryDigit))]
    public void The_size_of_the_drawing_hardly_matters(int digit)
    {
        var image = DigitImages.Digit(digit);
        var small = DigitPreparation.Prepare(Pages.Page(image, 3, 120, 120, 10, 20));
        var large = DigitPreparation.Prepare(Pages.Page(image, 12, 500, 400, 100, 30));
        DigitImages.MeanDifference(small, large).ShouldBeLessThan(15);
        DigitImages.MeanDifference(large, image).ShouldBeLessThan(15);
    }

    [Theory]
    [MemberData(nameof(EveryDigit))]
    public void A_noisy_page_with_a_soft_shadow_and_specks_gives_the_digit_alone(int digit)
    {
        var clean = Pages.Page(DigitImages.Digit(digit), 8, 360, 300, 90, 40);
        var random = new RandomStream((ulong)digit);
        var photo = clean.With((row, column, shade) =>
        {
            var paper = 235 - (60.0 * column / 360) - (40 / (1 + Math.Exp((150 - row) / 30.0)));
            var speck = row % 70 < 2 && column % 110 < 2 ? 0.3 : 1;
            return ((paper * (0.15 + (0.85 * shade / 255))) * speck) + (4 * random.NextNormal());
        });
        DigitImages.MeanDifference(DigitPreparation.Prepare(photo), DigitPreparation.Prepare(clean)).ShouldBeLessThan(11);
    }

    [Fact]
    public void Faint_pencil_becomes_full_ink()
    {
        var page = Pages.Page(DigitImages.Digit(5), 8, 300, 300, 30, 40);
        var pencil = DigitPreparation.Prepare(page.With((_, _, shade) => 200 + (shade / 255.0 * 40)));
        DigitImages.Peak(pencil).ShouldBe((byte)255);
        DigitImages.MeanDifference(pencil, DigitPreparation.Prepare(page)).ShouldBeLessThan(12);
    }

    [Theory]
    [MemberData(nameof(EveryDigit))]
    public void The_ink_fits_a_20x20_box_around_the_middle(int digit)
    {
        for (ulong item = 0; item < 5; item++)
        {
            var prepared = DigitPreparation.Prepare(Pages.Page(DigitImages.Digit(digit, item), 7, 333, 222, 11, 22));
            var (width, height) = DigitImages.Box(prepared);
            Math.Max(width, height).ShouldBeInRange(19, 20);
            DigitImages.ShouldBeCentred(prepared);
            DigitImages.Peak(prepared).ShouldBe((byte)255);
        }
    }

    [Fact]
    public void Proportions_are_kept()
    {
        var bar = new GrayImage(200, 200, new byte[40_000])
            .With((row, column, _) => row is >= 50 and < 150 && column is >= 20 and < 40 ? 255 : 0);
        DigitImages.Box(DigitPreparation.Prepare(bar)).ShouldBe((4, 20));
    }

    [Theory]
    [InlineData(300)]
    [InlineData(1000)]
    [InlineData(3000)]
    public void A_line_one_pixel_wide_survives(int size)
    {
        var corner = new byte[size * size];
        Array.Fill(corner, (byte)255);
        for (var i = size / 5; i < size * 4 / 5; i++)
        {
            corner[(i * size) + (size / 5)] = 0;
            corner[(size * 4 / 5 * size) + i] = 0;
        }

        var prepared = DigitPreparation.Prepare(new GrayImage(size, size, corner));
        DigitImages.Box(prepared).ShouldBe((20, 20));
        DigitImages.Peak(prepared).ShouldBe((byte)255);
        prepared.Count(value => value > 100).ShouldBeInRange(30, 80);
    }

    [Fact]
    public void A_very_lopsided_figure_stays_inside_the_field()
    {
        // A heavy square far below the end of a thin pole: centred by mass alone, the pole would leave the image.
        var pin = new GrayImage(220, 220, new byte[220 * 220]).With((row, column, _) =>
            (row is >= 10 and < 60 && column is >= 10 and < 60) || (row is >= 30 and < 40 && column is >= 10 and < 210) ? 255 : 0);
        var prepared = DigitPreparation.Prepare(pin);
        DigitImages.Box(prepared).Width.ShouldBe(20);
    }

    [Fact]
    public void A_huge_picture_is_reduced_without_loss_of_the_digit()
    {
        var image = DigitImages.Digit(2);
        var page = new byte[5000 * 5000];
        for (var i = 0; i < page.Length; i++)
            page[i] = (byte)(250 - (image[(i / 5000 * 28 / 5000 * 28) + (i % 5000 * 28 / 5000)] * 230 / 255));
        var prepared = DigitPreparation.Prepare(new GrayImage(5000, 5000, page));
        DigitImages.MeanDifference(prepared, image).ShouldBeLessThan(15);
    }

    [Theory]
    [InlineData(1, 1, 0)]
    [InlineData(1, 1, 255)]
    [InlineData(28, 28, 0)]
    [InlineData(28, 28, 255)]
    [InlineData(28, 28, 128)]
    [InlineData(1, 700, 255)]
    [InlineData(640, 3, 20)]
    public void A_uniform_picture_is_refused_with_its_name_and_the_reason(int width, int height, byte shade)
    {
        var pixels = new byte[width * height];
        Array.Fill(pixels, shade);
        var error = Should.Throw<InvalidDataException>(() => DigitPreparation.Prepare(new GrayImage(width, height, pixels), "seven.png"));
        error.Message.ShouldStartWith("seven.png: blank picture, no ink");
        error.Message.ShouldNotContain("\n");
    }

    [Theory]
    [InlineData(3)]
    [InlineData(20)]
    public void Paper_with_nothing_but_noise_is_refused(double noise)
    {
        var random = new RandomStream(7);
        var paper = new GrayImage(200, 150, new byte[30_000]).With((_, _, _) => 128 + (noise * random.NextNormal()));
        Should.Throw<InvalidDataException>(() => DigitPreparation.Prepare(paper));
    }

    [Fact]
    public void Any_picture_gives_a_digit_or_the_documented_exception()
    {
        var refused = 0;
        for (ulong item = 0; item < 400; item++)
        {
            var picture = Scribble(RandomStream.ForItem(3, item));
            byte[] prepared;
            try
            {
                prepared = DigitPreparation.Prepare(picture);
            }
            catch (InvalidDataException)
            {
                refused++;
                continue;
            }

            prepared.Length.ShouldBe(784);
            var (width, height) = DigitImages.Box(prepared);
            Math.Max(width, height).ShouldBeLessThanOrEqualTo(20);
            DigitImages.Peak(prepared).ShouldBe((byte)255);
        }

        refused.ShouldBeLessThan(200);
    }

    /// <summary>A picture of any size up to 60x60: a plain shade, some rectangles, now and then noise.</summary>
    private static GrayImage Scribble(RandomStream random)
    {
        var (width, height) = (1 + random.Next(60), 1 + random.Next(60));
        var pixels = new byte[width * height];
        Array.Fill(pixels, (byte)random.Next(256));
        for (var rectangles = random.Next(4); rectangles > 0; rectangles--)
        {
            var (left, top, shade) = (random.Next(width), random.Next(height), (byte)random.Next(256));
            var (right, bottom) = (left + random.Next(width - left) + 1, top + random.Next(height - top) + 1);
            for (var row = top; row < bottom; row++)
                pixels.AsSpan((row * width) + left, right - left).Fill(shade);
        }

        var noise = random.Next(3) == 0 ? random.Next(256) : 0;
        return new GrayImage(width, height, pixels).With((_, _, shade) => shade + (noise * (random.NextDouble() - 0.5)));
    }
}
