using Inkling.Tests.Data;
using SkiaSharp;

namespace Inkling.Pictures.Tests;

public sealed class ImageFolderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private string Refusal() => Should.Throw<InvalidDataException>(() => ImageFolder.Open(_folder.Path)).Message;

    [Theory]
    [InlineData("train", "valid")]
    [InlineData("training", "testing")]
    [InlineData("train", "test")]
    [InlineData("Train", "VAL")]
    [InlineData("training", "validation")]
    public void Sets_and_classes_come_from_the_folder_names(string train, string test)
    {
        _folder.WriteMarked($"{train}/7/b.png", 20);
        _folder.WriteMarked($"{train}/7/a.PNG", 10);
        _folder.WriteMarked($"{train}/3/x.png", 30);
        _folder.WriteMarked($"{test}/3/y.png", 40);
        _folder.WriteMarked($"{test}/7/z.png", 50);
        _folder.Write($"{train}/3/notes.txt", [1, 2, 3]);
        _folder.Write($"{train}/3/._x.png", [1, 2, 3]);
        _folder.Write($"{train}/.hidden/x.png", [1, 2, 3]);

        var data = ImageFolder.Open(_folder.Path);
        var (trainSet, testSet) = (data.Train, data.Test);
        data.Notice.ShouldBeNull();
        trainSet.ClassNames.ShouldBe(["3", "7"]);
        testSet.ClassNames.ShouldBe(["3", "7"]);
        trainSet.Marks().ShouldBe([30, 10, 20]);
        trainSet.Labels.ShouldBe([0, 1, 1]);
        testSet.Marks().ShouldBe([40, 50]);
        testSet.Labels.ShouldBe([0, 1]);
        trainSet.Name.ShouldBe(Path.GetFileName(_folder.Path) + " train");
        testSet.Name.ShouldBe(Path.GetFileName(_folder.Path) + " test");
    }

    [Fact]
    public void A_test_folder_goes_before_a_validation_folder()
    {
        foreach (var (side, mark) in new[] { ("train", 1), ("valid", 2), ("test", 3) })
            _folder.WriteMarked($"{side}/0/a.png", (byte)mark);
        ImageFolder.Open(_folder.Path).Test.Marks().ShouldBe([3]);
    }

    [Fact]
    public void Numbers_are_in_numerical_order_and_before_other_names()
    {
        foreach (var name in new[] { "b", "10", "9", "A", "0" })
            _folder.WriteMarked($"{name}/i.png", 1);
        ImageFolder.Read(_folder.Path).ClassNames.ShouldBe(["0", "9", "10", "A", "b"]);
    }

    [Fact]
    public void Class_folders_alone_have_a_sixth_held_out_by_seed()
    {
        for (var i = 0; i < 60; i++)
            _folder.WriteMarked($"{i % 10}/{i}.png", (byte)i);

        var data = ImageFolder.Open(_folder.Path, seed: 5);
        var (train, test) = (data.Train, data.Test);
        data.Notice.ShouldBe($"{_folder.Path} has no test set; held out for it: 10 of 60 images.");
        (train.Count, test.Count).ShouldBe((50, 10));
        train.Marks().Concat(test.Marks()).Order().ShouldBe(Enumerable.Range(0, 60).Select(i => (byte)i));
        foreach (var side in new[] { train, test })
            side.Labels.ShouldBe(side.Marks().Select(mark => (byte)(mark % 10)));
        ImageFolder.Open(_folder.Path, seed: 5).Test.Marks().ShouldBe(test.Marks());
        ImageFolder.Open(_folder.Path, seed: 6).Test.Marks().ShouldNotBe(test.Marks());
    }

    [Fact]
    public void A_training_set_alone_has_a_sixth_held_out()
    {
        for (var i = 0; i < 12; i++)
            _folder.WriteMarked($"train/{i % 2}/{i}.png", (byte)i);
        var data = ImageFolder.Open(_folder.Path);
        var (train, test) = (data.Train, data.Test);
        (train.Count, test.Count).ShouldBe((10, 2));
    }

    [Fact]
    public void A_picture_of_another_size_is_prepared_as_MNIST_was()
    {
        var pixels = Enumerable.Repeat((byte)255, 60 * 90).ToArray();
        for (var row = 20; row < 70; row++)
            pixels.AsSpan((row * 60) + 28, 6).Clear();
        var picture = new GrayImage(60, 90, pixels);
        _folder.Write("1/one.png", Samples.EncodePng(picture));

        ImageFolder.Read(_folder.Path).Pixels.ShouldBe(DigitPreparation.Prepare(picture));
    }

    [Fact]
    public void Transparent_places_of_a_picture_of_28_by_28_are_background()
    {
        using var bitmap = new SKBitmap(28, 28, SKColorType.Rgba8888, SKAlphaType.Unpremul);
        bitmap.Erase(SKColors.White);
        bitmap.SetPixel(1, 0, SKColors.Transparent);
        using var png = bitmap.Encode(SKEncodedImageFormat.Png, 100);
        _folder.Write("1/one.png", png.ToArray());

        var image = ImageFolder.Read(_folder.Path).Image(0);
        (image[0], image[1], image[2]).ShouldBe(((byte)255, (byte)0, (byte)255));
    }

    [Fact]
    public void Every_format_is_read_by_its_extension()
    {
        var seven = Samples.Seven;
        _folder.Write("7/a.PNG", Samples.EncodePng(seven));
        _folder.Write("7/b.jpg", Samples.Encode(seven, SKEncodedImageFormat.Jpeg));
        _folder.Write("7/c.jpeg", Samples.Bytes("seven-exif6.jpg"));
        _folder.Write("7/d.webp", Samples.Bytes("seven-animated.webp"));
        _folder.Write("7/e.bmp", Samples.EncodeBmp(seven));
        _folder.Write("7/f.gif", Samples.Bytes("seven-animated.gif"));
        _folder.Write("7/g.tiff", Samples.Bytes("seven.tiff"));
        var set = ImageFolder.Read(_folder.Path);
        set.Count.ShouldBe(6);
        for (var i = 0; i < set.Count; i++)
            DigitImages.MeanDifference(set.Image(i), DigitPreparation.Prepare(seven)).ShouldBeLessThan(6);
    }

    [Fact]
    public void A_folder_without_pictures_by_class_is_not_opened()
    {
        ImageFolder.TryOpen(_folder.Path).ShouldBeNull();
        _folder.Write("3/notes.txt", [1]);
        ImageFolder.TryOpen(_folder.Path).ShouldBeNull();
        _folder.WriteMarked("3/a.png", 1);
        _folder.WriteMarked("3/b.png", 2);
        ImageFolder.TryOpen(_folder.Path).ShouldNotBeNull().Train.Count.ShouldBe(1);
    }

    [Fact]
    public void The_first_unreadable_file_is_named_whatever_the_order_of_work()
    {
        for (var i = 0; i < 40; i++)
            _folder.WriteMarked($"0/{i:00}.png", 1);
        var first = _folder.Write("0/11.png", "not a picture"u8.ToArray());
        _folder.Write("0/12.png", []);
        _folder.Write("0/37.png", Samples.EncodePng(new GrayImage(28, 28, new byte[784]))[..60]);
        for (var run = 0; run < 5; run++)
            Refusal().ShouldStartWith(first + ": ");
    }

    [Fact]
    public void A_blank_picture_of_another_size_is_named()
    {
        var path = _folder.Write("0/blank.png", Samples.EncodePng(new GrayImage(40, 40, new byte[1600])));
        Refusal().ShouldStartWith(path + ": ");
    }

    [Fact]
    public void An_empty_folder_is_refused()
    {
        Refusal().ShouldStartWith($"{_folder.Path}: no class folders in it");
        Should.Throw<DirectoryNotFoundException>(() => ImageFolder.Open(_folder["none"])).Message.ShouldContain(_folder["none"]);
    }

    [Fact]
    public void A_class_without_an_image_is_named()
    {
        _folder.WriteMarked("0/a.png", 1);
        _folder.Write("1/a.txt", [1]);
        Refusal().ShouldStartWith($"{_folder["1"]}: no picture in it, expected the images of class 1");
    }

    [Theory]
    [InlineData("train", "valid")]
    [InlineData("valid", "train")]
    public void Sets_with_different_classes_are_refused(string more, string less)
    {
        _folder.WriteMarked($"{more}/3/a.png", 1);
        _folder.WriteMarked($"{more}/7/a.png", 1);
        _folder.WriteMarked($"{less}/3/a.png", 1);
        Refusal().ShouldBe($"{_folder[less]}: no class folder 7, which {_folder[more]} has; both sets need the same classes");
    }

    [Fact]
    public void A_test_set_without_a_training_set_is_refused()
    {
        _folder.WriteMarked("valid/3/a.png", 1);
        Refusal().ShouldContain("neither train nor training");
    }

    [Fact]
    public void One_image_cannot_be_split()
    {
        _folder.WriteMarked("3/a.png", 1);
        Refusal().ShouldContain("at least 2 are expected");
    }

    [Fact]
    public void More_classes_than_a_byte_can_count_are_refused()
    {
        for (var i = 0; i <= ImageFolder.MaximumClasses; i++)
            Directory.CreateDirectory(_folder[$"{i}"]);
        Refusal().ShouldContain("257 class folders, at most 256");
    }
}
