using Inkling.Data;

namespace Inkling.Tests.Data.Augmentation;

public class AugmentationKindTests
{
    [Fact]
    public void All_but_none_change_the_images_and_keep_them_images()
    {
        AugmentationKind.None.Create().ShouldBeEmpty();
        var images = Handwriting.Train(8).All().Inputs.ToArray();
        foreach (var kind in Enum.GetValues<AugmentationKind>().Where(kind => kind != AugmentationKind.None))
        {
            var batch = Tensor.From(images, 8, 1, 28, 28);
            var random = new RandomStream(3);
            foreach (var transform in kind.Create())
                transform.Apply(batch, random);
            batch.ToArray().ShouldNotBe(images, $"{kind}");
            batch.ToArray().ShouldAllBe(value => value >= 0 && value <= 1, $"{kind}");
        }
    }
}
