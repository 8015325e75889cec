using Inkling.Data;
using Inkling.Formats;
using Inkling.Models;
using Inkling.Tests.Formats;

namespace Inkling.Pictures.Tests;

public sealed class DigitFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("inkling-digit-file-").FullName;
    private readonly ImageDataset _digits = Handwriting.Test(3);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void An_IDX_file_has_many_images_with_the_labels_beside_it()
    {
        var path = Write("three-images-idx3-ubyte", [3, 28, 28], _digits.Pixels);
        DigitFile.Read(path).LabelsFile.ShouldBeNull();
        var labels = Write("three-labels-idx1-ubyte", [3], _digits.Labels);
        var file = DigitFile.Read(path, limit: 2);
        (file.IsIdx, file.LabelsFile, file.Images.Count).ShouldBe((true, labels, 2));
        file.Images.Pixels.ShouldBe(_digits.Pixels[..(2 * 784)]);
        file.Images.Labels.ShouldBe(_digits.Labels[..2]);
    }

    [Fact]
    public void A_picture_is_one_image_and_a_stream_need_not_be_seekable()
    {
        using var picture = new MemoryStream();
        Png.WriteGray(picture, 28, 28, _digits.Image(0).ToArray());
        var file = DigitFile.Read(new ForwardOnlyStream(picture.ToArray()), "standard input");
        (file.IsIdx, file.LabelsFile, file.Images.Count).ShouldBe((false, null, 1));
        file.Images.Pixels.ShouldBe(_digits.Image(0).ToArray());
        var predictor = new Predictor(new TrainedModel("linear", ModelCatalog.Create("linear"), ImageDataset.Digits));
        predictor.Predict(file).ShouldHaveSingleItem().Label.ShouldBeNull();
    }

    [Fact]
    public void Images_of_another_size_are_prepared()
    {
        var large = new byte[56 * 56];
        for (var i = 0; i < large.Length; i++)
            large[i] = _digits.Image(0)[(i / 56 / 2 * 28) + (i % 56 / 2)];
        var file = DigitFile.Read(Write("large-images-idx3-ubyte", [1, 56, 56], large));
        (file.Images.Rows, file.Images.Columns).ShouldBe((28, 28));
        file.Images.Pixels.ShouldBe(DigitPreparation.Prepare(new GrayImage(56, 56, large)));
    }

    [Fact]
    public void What_is_no_such_file_is_refused_by_its_name()
    {
        var images = Write("two-images-idx3-ubyte", [2, 28, 28], _digits.Pixels.AsSpan(0, 2 * 784));
        var labels = Write("two-labels-idx1-ubyte", [3], _digits.Labels);
        Refused.By(() => DigitFile.Read(images), images, $"2 images, but {labels} holds 3 labels");
        Refused.By(() => DigitFile.Read(labels), labels, "an array [3], images [N, rows, columns] expected");
        Refused.By(() => DigitFile.Read(new MemoryStream("text"u8.ToArray()), "input"), "input", "a text file, expected PNG");
    }

    private string Write(string name, int[] dimensions, ReadOnlySpan<byte> values)
    {
        var path = Path.Combine(_folder, name);
        using var stream = File.Create(path);
        Idx.Write(stream, dimensions, values);
        return path;
    }
}
