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
        Read(path).LabelsFile.ShouldBeNull();
        var labels = Write("three-labels-idx1-ubyte", [3], _digits.Labels);
        var file = Read(path, limit: 2);
        (file.IsIdx, file.LabelsFile, file.Images.Count).ShouldBe((true, labels, 2));
        file.Images.Pixels.ShouldBe(_digits.Pixels[..(2 * 784)]);
        file.Images.Labels.ShouldBe(_digits.Labels[..2]);
    }

    [Fact]
    public void A_picture_is_one_image_and_a_stream_need_not_be_seekable()
    {
        using var picture = new MemoryStream();
        Png.WriteGray(picture, 28, 28, _digits.Image(0).ToArray());
        var file = DigitFile.ReadBatches(new ForwardOnlyStream(picture.ToArray()), "standard input").ShouldHaveSingleItem();
        (file.IsIdx, file.LabelsFile, file.Count, file.Images.Count).ShouldBe((false, null, 1, 1));
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
        var file = Read(Write("large-images-idx3-ubyte", [1, 56, 56], large));
        (file.Images.Rows, file.Images.Columns).ShouldBe((28, 28));
        file.Images.Pixels.ShouldBe(DigitPreparation.Prepare(new GrayImage(56, 56, large)));
    }

    [Fact]
    public void What_is_no_such_file_is_refused_by_its_name()
    {
        var images = Write("two-images-idx3-ubyte", [2, 28, 28], _digits.Pixels.AsSpan(0, 2 * 784));
        var labels = Write("two-labels-idx1-ubyte", [3], _digits.Labels);
        Refused.By(() => Read(images), images, $"2 images, but {labels} holds 3 labels");
        Refused.By(() => Read(labels), labels, "an array [3], images [N, rows, columns] expected");
        Refused.By(() => DigitFile.ReadBatches(new MemoryStream("text"u8.ToArray()), "input"), "input", "a text file, expected PNG");
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public void Batches_of_an_IDX_file_are_its_images_in_order(bool compressed, bool forwardOnly)
    {
        var set = Handwriting.Test((2 * DigitFile.BatchSize) + 3);
        var content = IdxBytes.Of([set.Count, 28, 28], set.Pixels);
        if (compressed)
            content = IdxBytes.Gzip(content);
        Stream stream = forwardOnly ? new ForwardOnlyStream(content) : new MemoryStream(content);
        var batches = DigitFile.ReadBatches(stream, "input").ToArray();
        batches.Select(batch => (batch.First, batch.Images.Count, batch.Count)).ShouldBe(
            [(0, 256, 515), (256, 256, 515), (512, 3, 515)]);
        batches.SelectMany(batch => batch.Images.Pixels).ShouldBe(set.Pixels);
    }

    [Fact]
    public void The_images_before_the_place_where_a_file_is_cut_are_read()
    {
        var set = Handwriting.Test(2000);
        var content = IdxBytes.Gzip(IdxBytes.Of([set.Count, 28, 28], set.Pixels));
        var images = new List<byte>();
        Refused.By(() => ReadInto(images, new MemoryStream(content[..(content.Length / 2)])), "input", "cut short");
        (images.Count / 784).ShouldBeInRange(DigitFile.BatchSize, 1999);
        images.Take(784 * DigitFile.BatchSize).ShouldBe(set.Pixels[..(784 * DigitFile.BatchSize)]);

        // Of a stream without length, 300 images and a half.
        images.Clear();
        content = IdxBytes.Of([set.Count, 28, 28], set.Pixels)[..(16 + (300 * 784) + 392)];
        Refused.By(() => ReadInto(images, new ForwardOnlyStream(content)), "input", "the file holds 235,592 (cut short)");
        images.ShouldBe(set.Pixels[..(300 * 784)]);
    }

    [Fact]
    public void Labels_are_read_with_their_images()
    {
        var images = Write("three-images-idx3-ubyte", [3, 28, 28], _digits.Pixels);
        var labels = Write("three-labels-idx1-ubyte", [3], [3, 10, 1]);
        Refused.By(() => Read(images), labels, "label 10 of image 1, expected 0 to 9");
        Write("three-labels-idx1-ubyte", [1, 3], [3, 4, 1]);
        Refused.By(() => Read(images), labels, "an array [1, 3], labels [N] expected");
    }

    [Fact]
    public void A_large_claim_takes_no_memory()
    {
        // One image of 32,768 x 32,767 and a million images of 28 x 28, of which nothing follows.
        byte[] huge = [0, 0, 8, 3, 0, 0, 0, 1, 0, 0, 0x80, 0, 0, 0, 0x7F, 0xFF];
        byte[] many = [0, 0, 8, 3, 0, 0x0F, 0x42, 0x40, 0, 0, 0, 28, 0, 0, 0, 28];
        var before = GC.GetAllocatedBytesForCurrentThread();
        Refused.By(() => ReadInto([], new ForwardOnlyStream(huge)), "input", "images of 32,768 x 32,767 pixels, at most 67,108,864 ");
        Refused.By(() => ReadInto([], new MemoryStream(many)), "input", "needs 784,000,000 values, the file holds 0 (cut short)");
        Refused.By(() => ReadInto([], new ForwardOnlyStream(many)), "input", "the file holds 0 (cut short)");
        Refused.By(() => ReadInto([], new MemoryStream(IdxBytes.Gzip(many))), "input", "more than the compressed data can hold");
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(4 << 20);
    }

    private static DigitFile Read(string path, int limit = int.MaxValue) => DigitFile.ReadBatches(path, limit).ToArray()[0];

    private static void ReadInto(List<byte> images, Stream stream)
    {
        foreach (var batch in DigitFile.ReadBatches(stream, "input"))
            images.AddRange(batch.Images.Pixels);
    }

    private string Write(string name, int[] dimensions, ReadOnlySpan<byte> values)
    {
        var path = Path.Combine(_folder, name);
        using var stream = File.Create(path);
        Idx.Write(stream, dimensions, values);
        return path;
    }
}
