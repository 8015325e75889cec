using Inkling.Data;
using Inkling.Tests.Data;

namespace Inkling.Pictures.Tests.Preparation;

public class PreparationStepsTests
{
    public static TheoryData<int> EveryDigit => [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];

    [Theory]
    [MemberData(nameof(EveryDigit))]
    public void The_last_step_is_the_prepared_image_and_follows_from_the_ink(int digit)
    {
        var picture = Photo(digit);
        var steps = DigitPreparation.Trace(picture);
        steps.Image.ToArray().ShouldBe(DigitPreparation.Prepare(picture));
        steps.Picture.ShouldBeSameAs(picture);
        (steps.Width, steps.Height, steps.IsPrepared).ShouldBe((picture.Width, picture.Height, false));

        var normalized = new byte[784];
        MnistNormalizer.TryNormalize(steps.Ink.Span, steps.Width, steps.Height, normalized).ShouldBeTrue();
        normalized.ShouldBe(steps.Image.ToArray());
    }

    [Theory]
    [MemberData(nameof(EveryDigit))]
    public void The_background_is_near_zero_after_its_removal_and_zero_in_the_ink(int digit)
    {
        var steps = DigitPreparation.Trace(Photo(digit));
        steps.Foreground.Span[0].ShouldBe(0, 16);
        steps.Foreground.Span[^1].ShouldBe(0, 16);
        steps.Foreground.ToArray().Max().ShouldBeGreaterThan(100);
        steps.Ink.Span[0].ShouldBe(0);
        steps.Ink.ToArray().ShouldAllBe(ink => ink >= 0 && ink <= 1);
    }

    [Theory]
    [MemberData(nameof(EveryDigit))]
    public void The_box_holds_all_ink_and_its_centre_of_mass_lies_in_the_middle(int digit)
    {
        var steps = DigitPreparation.Trace(Photo(digit));
        var placement = steps.Placement;
        for (var i = 0; i < steps.Ink.Length; i++)
        {
            var (row, column) = ((i / steps.Width) - placement.Top, (i % steps.Width) - placement.Left);
            if (row < 0 || row >= placement.Height || column < 0 || column >= placement.Width)
                steps.Ink.Span[i].ShouldBe(0);
        }

        Math.Max(placement.ImageWidth, placement.ImageHeight).ShouldBe(20);
        var image = steps.Image.ToArray();
        var (centerRow, centerColumn) = DigitImages.CenterOfMass(image);
        placement.CenterRow.ShouldBe(centerRow, 1e-9);
        placement.CenterColumn.ShouldBe(centerColumn, 1e-9);
        for (var i = 0; i < image.Length; i++)
        {
            var (row, column) = ((i / 28) - placement.ImageTop, (i % 28) - placement.ImageLeft);
            if (row < 0 || row >= placement.ImageHeight || column < 0 || column >= placement.ImageWidth)
                image[i].ShouldBe((byte)0);
        }
    }

    [Fact]
    public void A_prepared_image_is_every_step_also_an_inverted_one()
    {
        var image = DigitImages.Digit(4);
        foreach (var picture in (byte[][])[image, Array.ConvertAll(image, value => (byte)(255 - value))])
        {
            var steps = DigitPreparation.Trace(new GrayImage(28, 28, picture));
            steps.IsPrepared.ShouldBeTrue();
            steps.Image.ToArray().ShouldBe(image);
            steps.Foreground.ToArray().ShouldBe(image.Select(value => (float)value));
            steps.Ink.ToArray().ShouldBe(image.Select(value => value / 255f));
            var (width, height) = DigitImages.Box(image);
            (steps.Placement.Width, steps.Placement.Height).ShouldBe((width, height));
            (steps.Placement.ImageWidth, steps.Placement.ImageHeight).ShouldBe((width, height));
        }
    }

    [Fact]
    public void A_large_picture_is_reduced_before_the_first_step()
    {
        var steps = DigitPreparation.Trace(Pages.Page(DigitImages.Digit(2), 40, 1500, 1200, 100, 20));
        (steps.Width, steps.Height).ShouldBe((750, 600));
    }

    [Fact]
    public void A_blank_picture_is_refused_by_its_name() =>
        Should.Throw<InvalidDataException>(() => DigitPreparation.Trace(new GrayImage(9, 9, new byte[81]), "blank.png")).Message
            .ShouldStartWith("blank.png: blank picture");

    /// <summary>A digit on paper in light from one side.</summary>
    private static GrayImage Photo(int digit) => Pages.Page(DigitImages.Digit(digit), 8, 300, 280, 30, 40)
        .With((_, column, shade) => (shade * 0.7) + (column * 0.15));
}
