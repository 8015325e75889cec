using System.Text;
using Inkling.Data;

namespace Inkling.Tests.Data;

public sealed class DataSourcesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly TemporaryFolder _cache = new();

    public void Dispose()
    {
        _folder.Dispose();
        _cache.Dispose();
    }

    /// <summary>A machine without network, where MNIST is only in <paramref name="data"/>.</summary>
    private DataSourceOptions Options(string? data = null, MnistFiles? files = null, ulong seed = 1) => new()
    {
        Mnist = new MnistOptions
        {
            Files = files ?? SmallMnist.Files,
            Download = false,
            Environment = name => name switch { "INKLING_DATA" => data, "INKLING_CACHE" => _cache.Path, _ => null },
        },
        Seed = seed,
        GeneratedTrainCount = 40,
        GeneratedTestCount = 20,
    };

    private DigitData Open(string? spec, ulong seed = 1) => DataSources.Open(spec, Options(seed: seed));

    private static byte[] Csv(int images, bool withLabel = true)
    {
        var text = new StringBuilder();
        for (var i = 0; i < images; i++)
        {
            text.Append(withLabel ? $"{i % 10}," : "").Append(i);
            for (var k = 1; k < 784; k++)
                text.Append(",0");
            text.Append('\n');
        }

        return Encoding.ASCII.GetBytes(text.ToString());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("mnist")]
    public void Mnist_is_taken_where_it_can_be_had(string? spec)
    {
        SmallMnist.WriteCompressed(_folder);
        var data = DataSources.Open(spec, Options(_folder.Path));
        (data.Name, data.Train.Count, data.Test.Count, data.Notice).ShouldBe(("MNIST", 30, 10, null));
    }

    [Fact]
    public void Without_mnist_the_generator_steps_in_and_says_why()
    {
        var data = Open(null);
        (data.Name, data.Train.Count, data.Test.Count).ShouldBe(("handwriting", 40, 20));
        data.Train.Pixels.ShouldBe(Handwriting.Train(40, 1).Pixels);
        data.Test.Pixels.ShouldBe(Handwriting.Test(20, 1).Pixels);
        data.Origin.Location.ShouldBe("generated");
        data.Notice.ShouldBe("No MNIST here (downloading is switched off), so Inkling trains on digits that it generates. "
            + "To get MNIST: docs/data.md, or --data FOLDER.");
    }

    [Fact]
    public void Mnist_by_name_is_refused_where_it_cannot_be_had() =>
        Should.Throw<DataUnavailableException>(() => Open("mnist")).Message.ShouldContain("named by --data or INKLING_DATA");

    [Fact]
    public void Damaged_files_in_a_folder_that_the_user_named_do_not_lead_to_other_data()
    {
        SmallMnist.WriteCompressed(_folder);
        var path = _folder.Write("t10k-labels-idx1-ubyte.gz", []);
        Should.Throw<InvalidDataException>(() => DataSources.Open(null, Options(_folder.Path))).Message.ShouldStartWith(path);
    }

    [Fact]
    public void Handwriting_by_name_has_no_notice_and_follows_the_seed()
    {
        Open("handwriting").Notice.ShouldBeNull();
        Open("handwriting", seed: 2).Train.Pixels.ShouldNotBe(Open("handwriting").Train.Pixels);
    }

    [Fact]
    public void A_folder_with_the_four_files_is_recognised_as_mnist_by_its_checksums()
    {
        SmallMnist.WriteExtracted(_folder);
        var official = Open(_folder.Path);
        (official.Name, official.Train.Name, official.Origin.Location).ShouldBe(("MNIST", "MNIST train", _folder.Path));
        official.Origin.Verification.ShouldContain("agree with MNIST's");

        var other = DataSources.Open(_folder.Path, Options(files: MnistFiles.Official));
        var name = Path.GetFileName(_folder.Path);
        (other.Name, other.Train.Name, other.Test.Name).ShouldBe((name, name + " train", name + " test"));
        other.Train.Pixels.ShouldBe(SmallMnist.TrainPixels);
        other.Origin.Verification.ShouldContain("not MNIST's own files (4 of 4 differ)");
    }

    [Fact]
    public void A_folder_with_some_of_the_four_files_names_the_missing_one()
    {
        SmallMnist.WriteCompressed(_folder);
        File.Delete(_folder["t10k-images-idx3-ubyte.gz"]);
        Should.Throw<FileNotFoundException>(() => Open(_folder.Path)).Message.ShouldStartWith(_folder["t10k-images-idx3-ubyte.gz"]);
    }

    [Fact]
    public void Sides_of_different_sizes_are_refused()
    {
        SmallMnist.WriteExtracted(_folder);
        _folder.Write("t10k-images-idx3-ubyte", SmallMnist.IdxBytes([10, 1, 9], SmallMnist.TestPixels));
        Should.Throw<InvalidDataException>(
            () => Open(_folder.Path)).Message.ShouldContain("training images of 3 x 3 and test images of 1 x 9");
    }

    [Theory]
    [InlineData("train-images-idx3-ubyte", "train-labels-idx1-ubyte.gz")]
    [InlineData("train-images-idx3-ubyte.gz", "train-labels-idx1-ubyte")]
    public void A_file_of_images_finds_its_labels_beside_it(string images, string labels)
    {
        foreach (var name in new[] { images, labels })
            _folder.Write("own-" + name, name.EndsWith(".gz") ? SmallMnist.Compressed[name] : SmallMnist.Extracted[name]);
        var data = Open(_folder["own-" + images]);
        (data.Name, data.Train.Count, data.Test.Count).ShouldBe(("own-" + images, 25, 5));
        data.Notice.ShouldBe($"{_folder["own-" + images]} has no test set; held out for it: 5 of 30 images.");

        File.Delete(_folder["own-" + labels]);
        Should.Throw<FileNotFoundException>(() => Open(_folder["own-" + images])).Message.ShouldContain("own-train-labels-idx1-ubyte");
    }

    [Fact]
    public void A_csv_file_has_a_sixth_held_out()
    {
        var path = _folder.Write("digits.CSV", Csv(60));
        var data = Open(path);
        (data.Name, data.Train.Count, data.Test.Count).ShouldBe(("digits.CSV", 50, 10));
        data.Notice.ShouldNotBeNull().ShouldContain("held out for it: 10 of 60 images");
        data.Train.Marks().Concat(data.Test.Marks()).Order().ShouldBe(Enumerable.Range(0, 60).Select(i => (byte)i));
        Open(path, seed: 2).Test.Marks().ShouldNotBe(data.Test.Marks());
        Open(_folder.Path).Test.Marks().ShouldBe(data.Test.Marks());
    }

    [Fact]
    public void A_folder_with_a_pair_of_csv_files_is_read()
    {
        _folder.Write("mnist_train.csv", Csv(20));
        _folder.Write("mnist_test.csv", Csv(4));
        var data = Open(_folder.Path);
        (data.Train.Count, data.Test.Count, data.Notice).ShouldBe((20, 4, null));

        _folder.Write("mnist_test.csv", Csv(4, withLabel: false));
        Should.Throw<InvalidDataException>(
            () => Open(_folder.Path)).Message.ShouldContain("line 1: the column count is 784, expected 785 (a label");

        _folder.Write("more_train.csv", Csv(1));
        Should.Throw<InvalidDataException>(() => Open(_folder.Path)).Message.ShouldContain("3 .csv files, expected one with \"train\"");
    }

    [Fact]
    public void A_folder_of_pictures_goes_to_the_function_that_reads_them_before_a_table_beside_it()
    {
        _folder.Write("labels.csv", Csv(12));
        var pictures = new DigitData("pictures", Handwriting.Train(6), Handwriting.Test(4), new DataOrigin(_folder.Path, "by hand"));
        DigitData Open(DigitData? result) => DataSources.Open(_folder.Path, new DataSourceOptions
        {
            Seed = 5,
            Pictures = (folder, seed) =>
            {
                (folder, seed).ShouldBe((_folder.Path, 5UL));
                return result;
            },
        });
        Open(pictures).ShouldBeSameAs(pictures);
        Open(null).Name.ShouldBe("labels.csv");
    }

    [Fact]
    public void What_is_no_data_is_refused_with_what_is_expected()
    {
        Should.Throw<InvalidDataException>(
            () => Open(_folder.Path)).Message.ShouldStartWith($"{_folder.Path}: no data in it; expected MNIST's four files");
        Should.Throw<InvalidDataException>(
            () => DataSources.Open(_folder.Path, new DataSourceOptions { Pictures = (_, _) => null }))
            .Message.ShouldEndWith("or pictures by class such as train/3/*.png and valid/3/*.png");
        var text = _folder.Write("notes.txt", [1]);
        Should.Throw<InvalidDataException>(() => Open(text)).Message.ShouldStartWith($"{text}: not a kind of data that is known");
        Should.Throw<FileNotFoundException>(() => Open("minst")).Message.ShouldBe(
            "minst: there is no such file or folder, and it is neither mnist nor handwriting");
        Should.Throw<ArgumentException>(() => Open(" "));
    }
}
