using Inkling.Data;
using Inkling.Formats;
using Inkling.Models;
using Inkling.Nn;
using Inkling.Tests.Data;

namespace Inkling.Tests.Models;

/// <summary>Model files that are damaged, or that state sizes beyond their content.</summary>
public sealed class ModelFileDamageTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string File => _folder["model.safetensors"];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_byte_that_is_not_what_was_written_is_noticed_unless_nothing_depends_on_it()
    {
        ModelFile.Save(File, new TrainedModel("linear", LinearClassifier.Create(2 * 3, 2), ["a", "b"], 2, 3));
        var content = System.IO.File.ReadAllBytes(File);
        var input = Tensor.Rand([2, 1, 2, 3], random: new RandomStream(1));
        var expected = ModelFile.Load(File).Module.Forward(input).ToArray();
        var accepted = new List<string>();
        for (var i = 0; i < content.Length; i++)
        {
            foreach (var mask in new byte[] { 0x01, 0x02, 0x04, 0x08, 0x10, 0x20, 0x40, 0x80, 0xFF })
            {
                content[i] ^= mask;
                System.IO.File.WriteAllBytes(File, content);
                content[i] ^= mask;
                try
                {
                    var loaded = ModelFile.Load(File);
                    accepted.Add($"byte {i} ^ {mask}");
                    loaded.IsVerified.ShouldBeFalse(accepted[^1]);
                    loaded.Module.Forward(input).ToArray().ShouldBe(expected, accepted[^1]);
                    (loaded.Name, loaded.Rows, loaded.Columns, string.Join(',', loaded.ClassNames))
                        .ShouldBe(("linear", 2, 3, "a,b"), accepted[^1]);
                }
                catch (InvalidDataException error)
                {
                    error.Message.ShouldStartWith($"{File}: ");
                    error.Message.ShouldNotContain('\n');
                }
            }
        }

        // All of them in the name of the checksum: the file is then one without a checksum.
        accepted.Count.ShouldBeInRange(1, "checksum".Length * 9);
    }

    [Fact]
    public void A_flipped_bit_of_a_weight_and_another_name_of_a_class_are_damage()
    {
        ModelFile.Save(File, new TrainedModel("linear", LinearClassifier.Create(), ImageDataset.Digits));
        var file = SafeTensors.ReadFile(File);
        ModelFile.Load(File).IsVerified.ShouldBeTrue();

        var bytes = file["1.weight"].Bytes.ToArray();
        bytes[^4] ^= 1;
        var changed = new SafeTensor("1.weight", SafeTensorType.F32, [10, 784], bytes);
        SafeTensors.WriteFile(File, [changed, file["1.bias"]], file.Metadata);
        Message().ShouldBe($"{File}: damaged, its content does not agree with its checksum");
        Should.Throw<InvalidDataException>(() => ModelFile.LoadState(File, LinearClassifier.Create())).Message.ShouldBe(Message());

        var renamed = new Dictionary<string, string>(file.Metadata) { ["classes"] = """["0","1","2","3","4","5","6","9","8","7"]""" };
        SafeTensors.WriteFile(File, file.Tensors, renamed);
        Message().ShouldBe($"{File}: damaged, its content does not agree with its checksum");
    }

    [Fact]
    public void A_file_without_a_checksum_loads_unverified()
    {
        ModelFile.Save(File, new TrainedModel("linear", LinearClassifier.Create(), ImageDataset.Digits));
        var file = SafeTensors.ReadFile(File);
        SafeTensors.WriteFile(File, file.Tensors, file.Metadata.Where(entry => entry.Key != "checksum").ToDictionary());
        ModelFile.Load(File).IsVerified.ShouldBeFalse();

        ModelFile.SaveState(File, LinearClassifier.Create());
        SafeTensors.ReadFile(File).Metadata.Keys.ShouldBe(["checksum"]);
        ModelFile.LoadState(File, LinearClassifier.Create());
        ModelFile.Load(File).IsVerified.ShouldBeTrue();
    }

    [Theory]
    [InlineData("mlp", "4096x4096", 10)]
    [InlineData("linear", "4096x4096", 4096)]
    [InlineData("simple-net", "4096x4096", 2)]
    [InlineData("threes-sevens", "4096x4096", 2)]
    [InlineData("cnn", "4096x4096", 10)]
    [InlineData("cnn", "28x28", 4096)]
    [InlineData("resnet18", "28x28", 4096)]
    [InlineData("custom", "4096x4096", 10)]
    [InlineData(null, "4096x4096", 10)]
    public void A_small_file_of_a_large_network_is_refused_without_its_memory(string? name, string size, int classes)
    {
        var metadata = new Dictionary<string, string>
        {
            ["image_size"] = size,
            ["classes"] = $"[{string.Join(',', Enumerable.Range(0, classes).Select(i => $"\"{i}\""))}]",
        };
        if (name is not null)
            metadata["model"] = name;
        SafeTensors.WriteFile(File, [SafeTensor.Of("1.weight", [3], [1f, 2, 3])], metadata);
        Func<ModelDescription, Module>? create =
            name == "custom" ? model => new Custom(model.Rows * model.Columns, model.ClassNames.Count) : null;

        var before = GC.GetAllocatedBytesForCurrentThread();
        var message = Should.Throw<InvalidDataException>(() => ModelFile.Load(File, create)).Message;
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(16 << 20);
        message.ShouldStartWith($"{File}: ");
        message.ShouldMatch("^.*(has more than the 3 weights of the file|needs).*$");
    }

    [Fact]
    public void A_file_is_not_read_before_its_header_agrees_with_its_length()
    {
        SafeTensors.WriteFile(File, [SafeTensor.Of("1.weight", [3], [1f, 2, 3])]);
        using (var stream = new FileStream(File, FileMode.Append))
            stream.SetLength(1_900_000_000);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Message().ShouldEndWith("bytes follow after the last tensor");
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(1 << 20);
    }

    [Fact]
    public void What_would_not_be_read_is_not_written()
    {
        Refused(28, 28, ["a", "a"], "2 classes, expected 1 to 4096 different names of 1 to 256 characters");
        Refused(28, 28, ["a", ""], "2 classes, expected");
        Refused(28, 28, ["a", new string('b', 257)], "2 classes, expected");
        Refused(28, 4097, ["a", "b"], "images of 28x4097, expected rows and columns from 1 to 4096");
        System.IO.File.Exists(File).ShouldBeFalse();

        void Refused(int rows, int columns, string[] names, string expected) => Should.Throw<ArgumentException>(
            () => ModelFile.Save(File, new TrainedModel("linear", LinearClassifier.Create(1, 2), names, rows, columns)))
            .Message.ShouldContain(expected);
    }

    private string Message() => Should.Throw<InvalidDataException>(() => ModelFile.Load(File)).Message;

    /// <summary>A layer of every kind that creates tensors of its own, as large as its arguments say.</summary>
    private sealed class Custom : Module
    {
        public Custom(int inputs, int classes)
        {
            Register("norm", new BatchNorm1d(inputs));
            Register("linear", new Linear(inputs, classes));
        }

        protected override Tensor ForwardCore(Tensor input) => input;
    }
}
