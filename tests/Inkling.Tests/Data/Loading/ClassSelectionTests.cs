using Inkling.Data;

namespace Inkling.Tests.Data;

public class ClassSelectionTests
{
    private readonly ImageDataset _digits = Handwriting.Train(200);

    [Fact]
    public void The_same_images_give_the_same_set_in_whatever_order_they_lie()
    {
        var some = _digits.Only("3", "7");
        some.Count.ShouldBe(40);
        some.ClassNames.ShouldBe(["3", "7"]);
        some.Labels.Count(label => label == 1).ShouldBe(20);

        var order = Enumerable.Range(0, 200).ToArray();
        new RandomStream(1).Shuffle(order);
        var shuffled = _digits.Select(order).Only("3", "7");
        shuffled.Pixels.ShouldBe(some.Pixels);
        shuffled.Labels.ShouldBe(some.Labels);
        shuffled.ContentHash.ShouldBe(some.ContentHash);

        // Classes come mixed, so that a part of the set has both.
        some.Labels.Take(20).Distinct().Count().ShouldBe(2);
    }

    [Fact]
    public void Labels_are_the_places_of_the_names()
    {
        var (some, other) = (_digits.Only("3", "7"), _digits.Only("7", "3"));
        other.Pixels.ShouldBe(some.Pixels);
        other.Labels.ShouldBe(some.Labels.Select(label => (byte)(1 - label)));
        for (var i = 0; i < some.Count; i++)
        {
            var image = some.Image(i).ToArray();
            var source = Enumerable.Range(0, 200).First(j => _digits.Image(j).SequenceEqual(image));
            some.ClassNames[some.Labels[i]].ShouldBe(_digits.ClassNames[_digits.Labels[source]]);
        }
    }

    [Fact]
    public void A_class_that_is_not_there_is_named()
    {
        Should.Throw<InvalidDataException>(
            () => _digits.Only("3", "x")).Message.ShouldEndWith("no image of the class x in it, expected some of each of 3, x");
        Should.Throw<InvalidDataException>(() => _digits.Only("3").Only("3", "7"));
        Should.Throw<ArgumentException>(() => _digits.Only());
    }

    [Fact]
    public void MNIST_has_12396_threes_and_sevens_to_learn_from_and_2038_to_measure_on()
    {
        Reference.Mnist("train").Only("3", "7").Count.ShouldBe(12_396);
        Reference.Mnist("t10k").Only("3", "7").Count.ShouldBe(2_038);
    }
}
