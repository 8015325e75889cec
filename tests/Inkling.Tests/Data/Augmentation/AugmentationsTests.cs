using Inkling.Data;
using Inkling.Models;

namespace Inkling.Tests.Data.Augmentation;

public class AugmentationsTests
{
    [Fact]
    public void All_but_none_change_the_images_and_keep_them_images()
    {
        Augmentations.Names.First().ShouldBe("none");
        Augmentations.Create("none").ShouldBeEmpty();
        var images = Handwriting.Train(8).All().Inputs.ToArray();
        foreach (var name in Augmentations.Names.Skip(1))
        {
            var batch = Tensor.From(images, 8, 1, 28, 28);
            var random = new RandomStream(3);
            foreach (var transform in Augmentations.Create(name))
                transform.Apply(batch, random);
            batch.ToArray().ShouldNotBe(images, name);
            batch.ToArray().ShouldAllBe(value => value >= 0 && value <= 1, name);
        }
    }

    [Fact]
    public void Every_recipe_names_one_that_is_known()
    {
        foreach (var recipe in ModelCatalog.All)
            Augmentations.Names.ShouldContain(recipe.Augmentation);
        Should.Throw<ArgumentException>(() => Augmentations.Create("mirror")).Message
            .ShouldStartWith("there is no augmentation 'mirror', expected one of: none, shift, affine, elastic, erase, affine-elastic");
    }
}
