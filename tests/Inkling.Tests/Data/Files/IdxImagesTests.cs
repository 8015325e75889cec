using Inkling.Data;
using Inkling.Tests.Formats;
using static Inkling.Tests.Formats.IdxTests;

namespace Inkling.Tests.Data;

public sealed class IdxImagesTests : IDisposable
{
    private readonly Scratch _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Theory]
    [InlineData("t10k-images-idx3-ubyte.gz", "t10k-labels-idx1-ubyte.gz")]
    [InlineData("t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte.gz")]
    [InlineData("t10k-images-idx3-ubyte.gz", "t10k-labels-idx1-ubyte")]
    [InlineData("train-images.idx3-ubyte", "train-labels.idx1-ubyte")]
    public void Labels_are_found_beside_their_images(string images, string labels)
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write(labels, []);
        IdxImages.FindLabels(folder[images]).ShouldBe(path);
    }

    [Theory]
    [InlineData("pictures.idx")]
    [InlineData("t10k-images-idx3-ubyte")]
    public void Where_there_are_none_the_answer_is_null(string images)
    {
        using var folder = new TemporaryFolder();
        folder.Write(images, []);
        IdxImages.FindLabels(folder[images]).ShouldBeNull();
    }

    [Fact]
    public void A_pair_of_files_gives_a_set()
    {
        var pixels = Pattern(2 * 5 * 4);
        var set = ReadSet(Bytes([2, 5, 4], pixels), Gzip(Bytes([2], [9, 0])));
        (set.Name, set.Count, set.Rows, set.Columns).ShouldBe(("digits", 2, 5, 4));
        set.Pixels.ShouldBe(pixels);
        set.Labels.ShouldBe([9, 0]);
        set.ClassNames.ShouldBe(ImageDataset.Digits);
    }

    [Fact]
    public void Counts_that_differ_are_refused() =>
        Refused.By(() => ReadSet(Bytes([2, 1, 1], [1, 2]), Bytes([3], [1, 2, 3])), _scratch["images"], "2 images", "3 labels");

    [Fact]
    public void A_label_above_nine_is_refused() =>
        Refused.By(() => ReadSet(Bytes([2, 1, 1], [1, 2]), Bytes([2], [9, 10])), _scratch["labels"], "label 10 of image 1");

    [Fact]
    public void Images_and_labels_in_each_others_place_are_refused()
    {
        Refused.By(() => ReadSet(Bytes([2], [1, 2]), Bytes([2], [1, 2])), _scratch["images"], "[2]", "[N, rows, columns]");
        Refused.By(() => ReadSet(Bytes([2, 1, 1], [1, 2]), Bytes([2, 1, 1], [1, 2])), _scratch["labels"], "[2, 1, 1]", "[N]");
    }

    [Theory]
    [InlineData(1, 513)]
    [InlineData(513, 1)]
    [InlineData(32768, 32767)]
    public void Images_larger_than_the_limit_are_refused_by_their_header(int rows, int columns)
    {
        // What follows the header is damaged, which would be noticed if it was unpacked.
        byte[] header = [0, 0, 8, 3, 0, 0, 0, 1, 0, 0, (byte)(rows >> 8), (byte)rows, 0, 0, (byte)(columns >> 8), (byte)columns];
        byte[] damaged = [.. Gzip(header), .. new byte[rows * columns / 1000]];
        Refused.By(
            () => ReadSet(damaged, Bytes([1], [1])), _scratch["images"], $"images of {rows}x{columns}, at most 512x512 are read");
    }

    [Fact]
    public void Images_as_large_as_the_limit_are_read()
    {
        var set = ReadSet(Gzip(Bytes([1, 512, 512], new byte[512 * 512])), Bytes([1], [1]));
        (set.Rows, set.Columns).ShouldBe((IdxImages.MaximumSide, IdxImages.MaximumSide));
    }

    private ImageDataset ReadSet(byte[] images, byte[] labels) =>
        IdxImages.Read(_scratch.Put("images", images), _scratch.Put("labels", labels), "digits");
}
