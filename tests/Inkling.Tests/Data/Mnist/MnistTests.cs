using Inkling.Data;

namespace Inkling.Tests.Data;

public sealed class MnistTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly TemporaryFolder _other = new();

    public void Dispose()
    {
        _folder.Dispose();
        _other.Dispose();
    }

    private static MnistOptions Options(
        string? folder = null, string? data = null, string? cache = null, IProgress<string>? messages = null) => new()
        {
            Messages = messages,
            Files = SmallMnist.Files,
            Folder = folder,
            Download = false,
            Environment = name => name switch { "INKLING_DATA" => data, "INKLING_CACHE" => cache, _ => null },
        };

    private string Refusal() => Should.Throw<InvalidDataException>(() => Mnist.Load(Options(_folder.Path))).Message;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_named_folder_is_read_compressed_or_extracted(bool compressed)
    {
        if (compressed)
            SmallMnist.WriteCompressed(_folder);
        else
            SmallMnist.WriteExtracted(_folder);

        var data = Mnist.Load(Options(_folder.Path));
        data.Name.ShouldBe("MNIST");
        data.Notice.ShouldBeNull();
        data.Origin.Location.ShouldBe(_folder.Path);
        data.Origin.Verification.ShouldContain("MD5");
        (data.Train.Name, data.Train.Count, data.Train.Rows, data.Train.Columns).ShouldBe(("MNIST train", 30, 3, 3));
        (data.Test.Name, data.Test.Count, data.Test.Rows, data.Test.Columns).ShouldBe(("MNIST test", 10, 3, 3));
        data.Train.Pixels.ShouldBe(SmallMnist.TrainPixels);
        data.Test.Labels.ShouldBe(SmallMnist.Labels(10));
        Mnist.Train(Options(_folder.Path)).Pixels.ShouldBe(SmallMnist.TrainPixels);
        Mnist.Test(Options(_folder.Path)).Pixels.ShouldBe(SmallMnist.TestPixels);
    }

    [Fact]
    public void Extracted_files_may_have_a_dot_before_idx()
    {
        foreach (var (name, content) in SmallMnist.Extracted)
            _folder.Write(name.Replace("-idx", ".idx"), content);
        Mnist.Load(Options(_folder.Path)).Train.Count.ShouldBe(30);
    }

    [Fact]
    public void The_named_folder_goes_before_the_variable_and_the_variable_before_the_cache()
    {
        SmallMnist.WriteCompressed(_folder);
        SmallMnist.WriteCompressed(_other);
        _other.Write("mnist/nothing-here", []);

        Mnist.Load(Options(folder: _folder.Path, data: _other.Path, cache: _other.Path)).Origin.Location.ShouldBe(_folder.Path);
        Mnist.Load(Options(data: _other.Path, cache: _folder.Path)).Origin.Location.ShouldBe(_other.Path);
    }

    [Fact]
    public void A_folder_of_the_variable_without_the_files_is_passed_over_and_named_when_all_fails()
    {
        foreach (var (name, content) in SmallMnist.Compressed)
            _folder.Write("mnist/" + name, content);
        var messages = new Reports<string>();
        Mnist.Load(Options(data: _other.Path, cache: _folder.Path, messages: messages)).Origin.Location.ShouldBe(_folder["mnist"]);
        messages.All.ShouldBe([$"INKLING_DATA names {_other.Path}, which has no train-images-idx3-ubyte.gz"]);

        var message = Should.Throw<DataUnavailableException>(() => Mnist.Load(Options(data: _folder.Path, cache: _other.Path))).Message;
        message.ShouldContain($"INKLING_DATA names {_folder.Path}, which has no train-images-idx3-ubyte.gz");
        message.ShouldContain($"the cache {_other["mnist"]} has no train-images-idx3-ubyte.gz");
    }

    [Fact]
    public void A_file_missing_in_the_named_folder_is_named()
    {
        SmallMnist.WriteCompressed(_folder);
        File.Delete(_folder["t10k-labels-idx1-ubyte.gz"]);
        Should.Throw<FileNotFoundException>(() => Mnist.Load(Options(_folder.Path))).Message.ShouldContain("t10k-labels-idx1-ubyte.gz");
        Mnist.Train(Options(_folder.Path)).Count.ShouldBe(30);
        Should.Throw<DirectoryNotFoundException>(() => Mnist.Load(Options(_folder["none"]))).Message.ShouldContain(_folder["none"]);
    }

    [Fact]
    public void Files_that_are_right_in_themselves_but_not_those_of_mnist_are_refused()
    {
        SmallMnist.WriteExtracted(_folder);
        var pixels = SmallMnist.TestPixels.ToArray();
        pixels[0] ^= 1;
        var path = _folder.Write("t10k-images-idx3-ubyte", SmallMnist.IdxBytes([10, 3, 3], pixels));
        Refusal().ShouldStartWith($"{path}: its MD5 is ");
    }

    [Fact]
    public void Wrong_content_is_explained_by_the_content()
    {
        SmallMnist.WriteExtracted(_folder);
        var labels = SmallMnist.Labels(30);
        labels[7] = 10;
        var path = _folder.Write("train-labels-idx1-ubyte", SmallMnist.IdxBytes([30], labels));
        Refusal().ShouldBe($"{path}: label 10 of image 7, expected 0 to 9");

        _folder.Write("train-labels-idx1-ubyte", SmallMnist.IdxBytes([29], SmallMnist.Labels(29)));
        Refusal().ShouldContain("29 labels");
    }

    [Theory]
    [InlineData("train-images-idx3-ubyte.gz")]
    [InlineData("train-labels-idx1-ubyte.gz")]
    [InlineData("t10k-images-idx3-ubyte.gz")]
    [InlineData("t10k-labels-idx1-ubyte.gz")]
    public void A_cut_an_empty_and_an_html_file_are_refused_by_name(string name)
    {
        SmallMnist.WriteCompressed(_folder);
        foreach (var content in new[] { SmallMnist.Compressed[name][..^9], [], "<!DOCTYPE html><html></html>"u8.ToArray() })
        {
            _folder.Write(name, content);
            Refusal().ShouldStartWith(_folder[name] + ": ");
        }
    }

    [Fact]
    public void The_table_of_the_real_files_is_that_of_the_mirrors()
    {
        var files = MnistFiles.Official.All.ToArray();
        files.Select(file => file.CompressedName).ShouldBe(
            ["train-images-idx3-ubyte.gz", "train-labels-idx1-ubyte.gz", "t10k-images-idx3-ubyte.gz", "t10k-labels-idx1-ubyte.gz"]);
        files.Select(file => file.CompressedBytes).ShouldBe([9912422, 28881, 1648877, 4542]);
        files.Select(file => file.ExtractedBytes).ShouldBe([16 + (60_000 * 784), 8 + 60_000, 16 + (10_000 * 784), 8 + 10_000]);
        files.Select(file => file.CompressedMd5).ShouldBe(
            ["f68b3c2dcbeaaa9fbdd348bbdeb94873", "d53e105ee54ea40749a09fcbcd1e9432", "9fb629c4189551a2d022fa330f9573f3",
                "ec29112dd5afa0611ce80d1b7f02629c"]);
        new MnistOptions().Mirrors.ShouldBe(
            [new Uri("https://ossci-datasets.s3.amazonaws.com/mnist/"), new Uri("https://storage.googleapis.com/cvdf-datasets/mnist/")]);
    }

    [Fact]
    public void The_real_files_are_read_where_this_machine_has_them()
    {
        DigitData data;
        try
        {
            data = Mnist.Load(new MnistOptions { Download = false });
        }
        catch (DataUnavailableException exception)
        {
            exception.Message.ShouldContain("named by --data or INKLING_DATA");
            return;
        }

        (data.Train.Count, data.Test.Count, data.Train.Rows, data.Train.Columns).ShouldBe((60_000, 10_000, 28, 28));
        data.Train.Labels.Take(5).ShouldBe(new byte[] { 5, 0, 4, 1, 9 });
        data.Train.Labels.Count(label => label == 1).ShouldBe(6742);
        data.Test.Labels.Count(label => label == 1).ShouldBe(1135);
        (data.Train.Pixels.Sum(value => (long)value) / 255.0 / data.Train.Pixels.Length).ShouldBe(0.1307, 0.0001);
    }
}
