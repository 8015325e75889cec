using Inkling.Data;

namespace Inkling.Tests.Data;

public class ImageDatasetSplitsTests
{
    /// <summary>Images of one pixel, so that pixel i says which image it was.</summary>
    private static ImageDataset Numbered(int count) =>
        new("numbers", [.. Enumerable.Range(0, count).Select(i => (byte)i)], [.. Enumerable.Range(0, count).Select(i => (byte)(i % 10))],
            ImageDataset.Digits, 1, 1);

    [Fact]
    public void A_split_has_every_image_on_exactly_one_side_with_its_label()
    {
        var (train, validation) = Numbered(200).Split(50, seed: 3);

        train.Count.ShouldBe(150);
        validation.Count.ShouldBe(50);
        train.Pixels.Concat(validation.Pixels).Order().ShouldBe(Enumerable.Range(0, 200).Select(i => (byte)i));
        foreach (var side in new[] { train, validation })
            side.Labels.ShouldBe(side.Pixels.Select(pixel => (byte)(pixel % 10)));
        (train.Name, validation.Name).ShouldBe(("numbers", "numbers, held out"));
    }

    [Fact]
    public void A_split_is_decided_by_the_seed_and_is_not_the_first_images()
    {
        var first = Numbered(200).Split(50, seed: 3).Validation.Pixels;
        Numbered(200).Split(50, seed: 3).Validation.Pixels.ShouldBe(first);
        Numbered(200).Split(50, seed: 4).Validation.Pixels.ShouldNotBe(first);
        first.Count(pixel => pixel < 50).ShouldBeInRange(1, 40);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(10)]
    [InlineData(-1)]
    public void A_split_that_leaves_a_side_empty_is_refused(int heldOut) =>
        Should.Throw<ArgumentOutOfRangeException>(() => Numbered(10).Split(heldOut, 1)).Message.ShouldContain("1 to 9 are expected");

    [Fact]
    public void Take_gives_the_first_images_and_no_more_than_there_are()
    {
        Numbered(10).Take(3).Pixels.ShouldBe([0, 1, 2]);
        Numbered(10).Take(3).Labels.ShouldBe([0, 1, 2]);
        Numbered(10).Take(99).Count.ShouldBe(10);
        Should.Throw<ArgumentOutOfRangeException>(() => Numbered(10).Take(-1));
    }

    [Fact]
    public void Select_refuses_an_index_outside_the_set()
    {
        Numbered(10).Select([9, 0, 9]).Pixels.ShouldBe([9, 0, 9]);
        Should.Throw<ArgumentOutOfRangeException>(() => Numbered(10).Select([10])).Message.ShouldContain("0 to 9 are expected");
    }

    [Fact]
    public void Larger_images_are_split_whole()
    {
        var pixels = Enumerable.Range(0, 6 * 4).Select(i => (byte)(i / 4)).ToArray();
        var (train, validation) = new ImageDataset("squares", pixels, [0, 1, 2, 3, 4, 5], ImageDataset.Digits, 2, 2).Split(2, 1);
        foreach (var side in new[] { train, validation })
        {
            for (var i = 0; i < side.Count; i++)
                side.Image(i).ToArray().ShouldAllBe(pixel => pixel == side.Labels[i]);
        }
    }
}
