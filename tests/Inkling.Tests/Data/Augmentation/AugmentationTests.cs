using Inkling.Data;

namespace Inkling.Tests.Data;

[Collection(ComputeSettings.Name)]
public class AugmentationTests
{
    public static TheoryData<string> All => ["affine", "elastic", "erase"];

    public static TheoryData<string, int> AllOnThreads => new(
        from name in new[] { "affine", "elastic", "erase" } from threads in new[] { 1, 2, 7 } select (name, threads));

    [Theory]
    [MemberData(nameof(AllOnThreads))]
    public void A_batch_is_changed_alike_by_any_number_of_threads(string name, int threads)
    {
        var expected = Changed(name, 3, threads: 1);
        Changed(name, 3, threads).ShouldBe(expected);
        Changed(name, 4, threads).ShouldNotBe(expected);
        expected.ShouldNotBe(Digits(101).ToArray());
    }

    [Theory]
    [MemberData(nameof(All))]
    public void An_image_of_a_batch_is_changed_by_its_place_and_the_seed_alone(string name)
    {
        var all = Changed(name, 5, threads: 2);
        var first = Digits(33);
        Transform(name).Apply(first, new RandomStream(5));
        first.ToArray().ShouldBe(all[..(33 * 784)]);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Two_equal_images_of_a_batch_are_changed_differently(string name)
    {
        var digit = Digits(1).ToArray();
        var pair = Tensor.From([.. digit, .. digit, .. digit], 3, 1, 28, 28);
        Transform(name).Apply(pair, new RandomStream(1));
        pair[0].ToArray().ShouldNotBe(pair[1].ToArray());
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Values_stay_from_0_to_1_and_most_of_the_ink_stays(string name)
    {
        var before = Digits(200);
        var after = Changed(name, 6, threads: 2, images: 200);
        after.ShouldAllBe(value => value >= 0 && value <= 1);
        var (inkBefore, inkAfter) = (before.ToArray().Sum(), after.Sum());
        (inkAfter / inkBefore).ShouldBeInRange(name == "erase" ? 0.85f : 0.95f, name == "erase" ? 0.999f : 1.05f);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void All_channels_of_an_image_are_changed_alike(string name)
    {
        var digit = Digits(1).ToArray();
        var colour = Tensor.From([.. digit, .. digit, .. digit], 1, 3, 28, 28);
        var grey = Tensor.From(digit, 1, 1, 28, 28);
        Transform(name).Apply(colour, new RandomStream(2));
        Transform(name).Apply(grey, new RandomStream(2));
        for (var channel = 0; channel < 3; channel++)
            colour.ToArray().AsSpan(channel * 784, 784).ToArray().ShouldBe(grey.ToArray());
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 30)]
    [InlineData(17, 5)]
    public void Images_of_any_size_can_be_changed(int rows, int columns)
    {
        foreach (var name in new[] { "affine", "elastic", "erase" })
        {
            var images = Tensor.Ones(2, 1, rows, columns);
            Transform(name).Apply(images, new RandomStream(3));
            images.ToArray().ShouldAllBe(value => value >= 0 && value <= 1);
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public void A_batch_that_holds_no_images_is_refused(string name) =>
        Should.Throw<ArgumentException>(() => Transform(name).Apply(Tensor.Zeros(2, 784), new RandomStream(1)))
            .Message.ShouldContain("the batch is [2, 784], expected images [N, C, H, W]");

    [Theory]
    [MemberData(nameof(All))]
    public void A_batch_is_changed_without_allocating(string name)
    {
        var images = Digits(64);
        var (transform, random) = (Transform(name), new RandomStream(1));
        var all = long.MaxValue;
        for (var attempt = 0; attempt < 20 && all != 0; attempt++)
        {
            var before = GC.GetTotalAllocatedBytes(precise: true);
            transform.Apply(images, random);
            all = Math.Min(all, GC.GetTotalAllocatedBytes(precise: true) - before);
        }

        all.ShouldBe(0);
    }

    [Fact]
    public void Settings_outside_their_ranges_are_refused()
    {
        Refused(() => new RandomAffine(shift: -1), "RandomAffine: a shift of -1 pixels, expected 0 or more");
        Refused(() => new RandomAffine(shift: float.NaN), "RandomAffine: a shift of NaN pixels");
        Refused(() => new RandomAffine(rotation: 181), "RandomAffine: a rotation of 181 degrees, expected 0 to 180");
        Refused(() => new RandomAffine(scale: 1), "RandomAffine: a scale of 1, expected 0 up to 1");
        Refused(() => new RandomAffine(shear: 90), "RandomAffine: a shear of 90 degrees, expected 0 up to 90");
        Refused(() => new ElasticDistortion(-1), "ElasticDistortion: a strength of -1 pixels, expected 0 or more");
        Refused(() => new ElasticDistortion(1, 1), "ElasticDistortion: a spacing of 1 pixels, expected 2 or more");
        Refused(() => new RandomErase(2), "RandomErase: a probability of 2, expected 0 to 1");
        Refused(() => new RandomErase(1, 0.3f, 0.2f), "RandomErase: areas from 0.3 to 0.2, expected above 0, in order, at most 1");
        Refused(() => new RandomErase(1, 0), "RandomErase: areas from 0 to 0.1");
    }

    /// <summary>The first digits of a set of 200.</summary>
    internal static Tensor Digits(int count) => Handwriting.Test(200).Take(count).All().Inputs;

    private static void Refused(Func<Transform> action, string message) =>
        Should.Throw<ArgumentOutOfRangeException>(action).Message.ShouldStartWith(message);

    private static Transform Transform(string name) => name switch
    {
        "affine" => new RandomAffine(shift: 2, rotation: 10, scale: 0.1f, shear: 10),
        "elastic" => new ElasticDistortion(1),
        _ => new RandomErase(0.9f),
    };

    private static float[] Changed(string name, ulong seed, int threads, int images = 101)
    {
        var batch = Digits(images);
        return ComputeSettings.With(threads, () =>
        {
            Transform(name).Apply(batch, new RandomStream(seed));
            return batch.ToArray();
        });
    }
}
