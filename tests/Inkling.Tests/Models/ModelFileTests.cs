using Inkling.Data;
using Inkling.Formats;
using Inkling.Models;
using Inkling.Nn;
using Inkling.Tests.Data;
using Inkling.Training;

namespace Inkling.Tests.Models;

public sealed class ModelFileTests : IDisposable
{
    private static readonly int[] WeightShape = [128, 784];
    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> Names { get; } = [.. ModelCatalog.Names];

    private string File => _folder["model.safetensors"];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_model_comes_back_as_it_was_saved()
    {
        Randomness.Seed(5);
        var module = Mlp.Create(inputs: 20 * 30, classes: 2);
        ModelFile.Save(File, new TrainedModel("mlp", module, ["three, or so", "7\""], 20, 30));

        var loaded = ModelFile.Load(File);

        (loaded.Name, loaded.Rows, loaded.Columns, loaded.Module.Training).ShouldBe(("mlp", 20, 30, false));
        loaded.ClassNames.ShouldBe(["three, or so", "7\""]);
        var input = Tensor.Randn([3, 1, 20, 30]);
        loaded.Module.Forward(input).ToArray().ShouldBe(module.Forward(input).ToArray());
    }

    [Theory]
    [InlineData("mlp", 1)]
    [InlineData("mlp", 300)]
    [InlineData("simple-net", 5)]
    public void Another_number_of_hidden_units_is_read_from_the_weights(string name, int hidden)
    {
        var classes = ModelCatalog.Find(name).Classes ?? ImageDataset.Digits;
        var module = ModelCatalog.Create(name, 28, 28, classes.Count, hidden);
        ModelFile.Save(File, new TrainedModel(name, module, classes));
        var loaded = ModelFile.Load(File);
        var input = Tensor.Randn([3, 1, 28, 28]);
        loaded.Module.Forward(input).ToArray().ShouldBe(module.Forward(input).ToArray());

        // The same without metadata, as from elsewhere.
        Write(module.StateDictionary().Select(entry => SafeTensor.Of(entry.Key, Sizes(entry.Value.Shape), entry.Value.Span)));
        ModelFile.Load(File).Name.ShouldBe(name);
        ModelFile.Load(File).Module.Forward(input).ToArray().ShouldBe(module.Forward(input).ToArray());
    }

    [Fact]
    public void Layers_that_do_not_fit_together_are_named()
    {
        Write([SafeTensor.Of("1.weight", [64, 784], new float[64 * 784]), .. Tensors().Where(tensor => tensor.Name != "1.weight")],
            new() { ["model"] = "mlp" });
        Message().ShouldBe($"{File}: tensor '1.bias' is [128], mlp expects [64]");
        Write([SafeTensor.Of("1.weight", [64, 100], new float[64 * 100]), .. Tensors().Where(tensor => tensor.Name != "1.weight")],
            new() { ["model"] = "mlp" });
        Message().ShouldBe($"{File}: tensor '1.weight' is [64, 100], mlp expects [128, 784]");
    }

    [Fact]
    public void A_network_for_images_smaller_than_it_can_read_is_refused()
    {
        ModelFile.Save(File, new TrainedModel("cnn", ModelCatalog.Create("cnn"), ImageDataset.Digits, 17, 28));
        Should.Throw<InvalidDataException>(
            () => ModelFile.Load(File)).Message.ShouldEndWith("cnn for images of 17x28, expected at least 18x18");
    }

    [Fact]
    public void Weights_lie_in_the_file_as_PyTorch_has_them()
    {
        var module = Mlp.Create();
        ModelFile.Save(File, new TrainedModel("mlp", module, ImageDataset.Digits));
        var file = SafeTensors.ReadFile(File);
        file["1.weight"].Shape.ShouldBe(WeightShape);
        file["1.weight"].ToSingles().ShouldBe(module.StateDictionary()["1.weight"].ToArray());
        file.Metadata.ShouldBe(
            new Dictionary<string, string>
            {
                ["model"] = "mlp",
                ["classes"] = """["0","1","2","3","4","5","6","7","8","9"]""",
                ["image_size"] = "28x28",
                ["preparation"] = "mnist",
                ["checksum"] = file.Metadata["checksum"],
            },
            ignoreOrder: true);
    }

    [Fact]
    public void A_state_dictionary_as_torchvision_saves_it_loads_with_its_whole_number_counters()
    {
        var source = new ResNet18(1, 10);
        SafeTensors.WriteFile(
            File, source.StateDictionary().Select(entry => entry.Key.EndsWith("num_batches_tracked", StringComparison.Ordinal)
            ? SafeTensor.Of(entry.Key, [], (ReadOnlySpan<long>)[7])
            : SafeTensor.Of(entry.Key, [.. entry.Value.Shape.ToArray()], entry.Value.Span)));

        var target = new ResNet18(1, 10);
        ModelFile.LoadState(File, target);

        target.StateDictionary()["bn1.num_batches_tracked"].Item().ShouldBe(7);
        target.StateDictionary()["layer4.1.conv2.weight"].ToArray().ShouldBe(source.StateDictionary()["layer4.1.conv2.weight"].ToArray());
        ModelFile.Load(File).Name.ShouldBe("resnet18");
        Should.Throw<InvalidDataException>(() => ModelFile.LoadState(File, new ResNet18(3, 10))).Message
            .ShouldContain("tensor 'conv1.weight' is [64, 1, 7, 7], ResNet18(3, 10) expects [64, 3, 7, 7]");
    }

    [Fact]
    public void A_ResNet_says_to_how_many_pixels_it_enlarges_and_one_from_elsewhere_takes_images_as_they_are()
    {
        var network = new ResNet18(1, 10) { EnlargeTo = 33 };
        ModelFile.Save(File, new TrainedModel("resnet18", network, ImageDataset.Digits));
        ((ResNet18)ModelFile.Load(File).Module).EnlargeTo.ShouldBe(33);

        network.EnlargeTo = null;
        ModelFile.Save(File, new TrainedModel("resnet18", network, ImageDataset.Digits));
        ((ResNet18)ModelFile.Load(File).Module).EnlargeTo.ShouldBeNull();

        foreach (var side in new[] { "-3", "0", "257", "4096", "1e2", " 40", "99999999999" })
        {
            Write(
                network.StateDictionary().Select(entry => SafeTensor.Of(entry.Key, Sizes(entry.Value.Shape), entry.Value.Span)),
                new() { ["model"] = "resnet18", ["enlarge_to"] = side });
            Message().ShouldBe($"{File}: images are enlarged to '{side}', expected a number of pixels from 1 to 256");
        }
    }

    [Fact]
    public void A_state_dictionary_from_elsewhere_is_taken_for_the_ten_digits()
    {
        Write(Tensors(), metadata: null);
        var loaded = ModelFile.Load(File);
        (loaded.Name, loaded.Rows, loaded.Columns).ShouldBe(("mlp", 28, 28));
        loaded.ClassNames.ShouldBe(ImageDataset.Digits);
    }

    [Fact]
    public void Another_architecture_is_named()
    {
        Write(Tensors(), new() { ["model"] = "resnet\n18" });
        Message().ShouldStartWith($"{File}: made for the model 'resnet\\n18', expected one of: {string.Join(", ", ModelCatalog.Names)}");
    }

    [Fact]
    public void A_missing_tensor_is_named_with_what_there_is()
    {
        Write(Tensors().Where(tensor => tensor.Name is "1.bias"));
        Message().ShouldBe($"{File}: no tensor '1.weight' [128, 784], which mlp needs; the file holds '1.bias'");
    }

    [Fact]
    public void An_unknown_tensor_is_named()
    {
        Write([.. Tensors(), SafeTensor.Of("5.bias", [1], [0f])]);
        Message().ShouldStartWith($"{File}: tensor '5.bias' is not part of mlp");
    }

    [Fact]
    public void A_wrong_shape_is_named()
    {
        Write([.. Tensors().Where(tensor => tensor.Name != "3.bias"), SafeTensor.Of("3.bias", [11], new float[11])]);
        Message().ShouldBe($"{File}: tensor '3.bias' is [11], mlp expects [10]");
    }

    [Fact]
    public void Integers_and_values_that_are_not_finite_are_refused()
    {
        Write([.. Tensors().Where(tensor => tensor.Name != "3.bias"), SafeTensor.Of("3.bias", [10], new long[10])]);
        Message().ShouldStartWith($"{File}: tensor '3.bias' holds I64");
        Write([.. Tensors()
            .Where(tensor => tensor.Name != "3.bias"), SafeTensor.Of("3.bias", [10], [1, 2, 3, float.NaN, 5, 6, 7, 8, 9, 10f])]);
        Message().ShouldBe($"{File}: tensor '3.bias' holds values that are not finite");
    }

    [Theory]
    [InlineData("image_size", "28")]
    [InlineData("image_size", "0x28")]
    [InlineData("image_size", "28x99999999")]
    [InlineData("classes", "0 to 9")]
    [InlineData("classes", "[]")]
    [InlineData("classes", "[1, 2]")]
    [InlineData("classes", "{}")]
    [InlineData("preparation", "by eye")]
    [InlineData("trained_epochs", "-1")]
    [InlineData("trained_steps", "99999999999")]
    [InlineData("temperature", "warm")]
    [InlineData("temperature", "NaN")]
    [InlineData("temperature", "0")]
    [InlineData("temperature", "-1")]
    [InlineData("temperature", "1e9")]
    [InlineData("temperature", "1,5")]
    public void Wrong_metadata_is_refused(string key, string value)
    {
        Write(Tensors(), new() { ["model"] = "mlp", [key] = value });
        Message().ShouldStartWith($"{File}: its \"{key}\" {(key.EndsWith('s') ? "are" : "is")} '{value}'");
    }

    [Theory]
    [InlineData("mlp")]
    [InlineData("linear")]
    [InlineData("cnn")]
    public void A_size_that_needs_more_weights_than_the_file_has_is_refused_before_memory_is_allocated(string name)
    {
        var classes = $"[{string.Join(',', Enumerable.Range(0, 4096).Select(i => $"\"{i}\""))}]";
        Write(Tensors(), new() { ["model"] = name, ["image_size"] = "4096x4096", ["classes"] = classes });
        Message().ShouldBe($"{File}: {name} for images of 4096x4096 and 4096 classes has more than the 101,770 weights of the file");
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Loading_draws_no_random_numbers(string name)
    {
        ModelFile.Save(File, new TrainedModel(name, ModelCatalog.Create(name), ModelCatalog.Find(name).Classes ?? ImageDataset.Digits));
        Randomness.Seed(7);
        var expected = Tensor.Rand([5]).ToArray();
        Randomness.Seed(7);
        var seeded = Randomness.Default;
        ModelFile.Load(File);
        Randomness.Default.ShouldBeSameAs(seeded);
        Tensor.Rand([5]).ToArray().ShouldBe(expected);
        new Linear(3, 2).WeightInOut.ToArray().ShouldContain(value => value != 0);
    }

    [Fact]
    public void A_custom_module_is_saved_by_the_name_of_its_type_and_loaded_with_a_factory()
    {
        var module = new Own(5);
        ModelFile.Save(File, new TrainedModel(module, ["a", "b"], 2, 3));
        Message().ShouldBe(
            $"{File}: made for the model 'Own', expected one of: {string.Join(", ", ModelCatalog.Names)}; "
            + "a custom module is loaded by ModelFile.Load(path, model => new MyModule(...)), or after ModelFile.Register");

        var loaded = ModelFile.Load(File, model =>
        {
            (model.Name, model.Rows, model.Columns, model.ClassNames.Count).ShouldBe(("Own", 2, 3, 2));
            return new Own(int.Parse(model.ExtraState["hidden"]));
        });
        (loaded.Name, loaded.Rows, loaded.Columns).ShouldBe(("Own", 2, 3));
        loaded.ClassNames.ShouldBe(["a", "b"]);
        loaded.Module.Training.ShouldBeFalse();
        var x = Tensor.Rand([4, 1, 2, 3], random: new RandomStream(1));
        loaded.Module.Forward(x).ToArray().ShouldBe(module.Forward(x).ToArray());
        Predictor.Load(File, _ => new Own(5)).Predict(x.Span[..6]).ClassNames.ShouldBe(["a", "b"]);
        Should.Throw<InvalidDataException>(() => ModelFile.Load(File, _ => new Own(6))).Message
            .ShouldBe($"{File}: tensor 'hidden.weight' is [5, 6], Own expects [6, 6]");
    }

    [Fact]
    public void A_registered_module_is_loaded_by_its_name()
    {
        var module = new Own(4);
        ModelFile.Save(File, new TrainedModel("registered in a test", module, ["a", "b"], 2, 3));
        ModelFile.Register("registered in a test", _ => new Own(4));
        ModelFile.Load(File).Module.ShouldBeOfType<Own>();
    }

    [Fact]
    public void The_preparation_is_that_of_MNIST_for_images_of_its_size_unless_another_is_set()
    {
        foreach (var (rows, set, expected) in new (int, ImagePreparation?, ImagePreparation)[]
        {
            (28, null, ImagePreparation.Mnist), (20, null, ImagePreparation.None), (28, ImagePreparation.None, ImagePreparation.None),
        })
        {
            var model = new TrainedModel("linear", LinearClassifier.Create(rows * 28), ImageDataset.Digits, rows);
            if (set is { } other)
                model = model with { Preparation = other };
            model.Preparation.ShouldBe(expected);
            ModelFile.Save(File, model);
            ModelFile.Load(File).Preparation.ShouldBe(expected);
        }
    }

    [Fact]
    public void The_length_of_the_training_is_kept_where_it_is_known()
    {
        var model = new TrainedModel("linear", LinearClassifier.Create(), ImageDataset.Digits);
        ModelFile.Save(File, model);
        (ModelFile.Load(File).Epochs, ModelFile.Load(File).Steps).ShouldBe((null, null));
        ModelFile.Save(File, model with { Epochs = 3, Steps = 1234 });
        (ModelFile.Load(File).Epochs, ModelFile.Load(File).Steps).ShouldBe((3, 1234));
    }

    [Fact]
    public void The_temperature_of_a_calibrated_model_is_kept()
    {
        var model = new TrainedModel("linear", LinearClassifier.Create(), ImageDataset.Digits);
        ModelFile.Save(File, model);
        (ModelFile.Load(File).Temperature, SafeTensors.ReadFile(File).Metadata.ContainsKey("temperature")).ShouldBe((1, false));
        ModelFile.Save(File, model with { Temperature = 1 / 3f });
        ModelFile.Load(File).Temperature.ShouldBe(1 / 3f);
        foreach (var temperature in (float[])[0, -1, 101, float.NaN, float.PositiveInfinity])
        {
            Should.Throw<ArgumentOutOfRangeException>(() => model with { Temperature = temperature }).Message
                .ShouldContain("linear: a temperature of");
        }
    }

    [Fact]
    public void A_model_is_read_from_a_stream()
    {
        var model = new TrainedModel("linear", LinearClassifier.Create(), ImageDataset.Digits) { Temperature = 2 };
        ModelFile.Save(File, model);
        var content = System.IO.File.ReadAllBytes(File);
        var loaded = ModelFile.Load(new MemoryStream(content), "dropped.safetensors");
        (loaded.Temperature, loaded.IsVerified).ShouldBe((2, true));
        content[^1] ^= 1;
        Should.Throw<InvalidDataException>(() => ModelFile.Load(new MemoryStream(content), "dropped.safetensors")).Message
            .ShouldStartWith("dropped.safetensors: damaged");
    }

    [Fact]
    public void Extra_state_cannot_replace_the_metadata_of_the_file() =>
        Should.Throw<ArgumentException>(() => ModelFile.Save(File, new TrainedModel(new Own(4, "model"), ["a", "b"], 2, 3))).Message
            .ShouldBe(
                "Own: extra state \"model\", expected another key than model, classes, image_size, preparation, trained_epochs, "
                + "trained_steps, temperature, checksum (Parameter 'model')");

    private sealed class Own : Module
    {
        private readonly Linear _hidden, _output;
        private readonly string _key;

        public Own(int hidden, string key = "hidden")
        {
            _hidden = Register("hidden", new Linear(6, hidden));
            _output = Register("output", new Linear(hidden, 2));
            _key = key;
        }

        public override IReadOnlyDictionary<string, string> GetExtraState() =>
            new Dictionary<string, string> { [_key] = $"{_hidden.OutFeatures}" };

        protected override Tensor ForwardCore(Tensor input) => _output.Forward(_hidden.Forward(input.Flatten(1)).Relu());
    }

    private static IEnumerable<SafeTensor> Tensors() =>
        Mlp.Create().StateDictionary().Select(entry => SafeTensor.Of(entry.Key, Sizes(entry.Value.Shape), entry.Value.Span));

    private static int[] Sizes(Shape shape) => [.. Enumerable.Range(0, shape.Rank).Select(i => shape[i])];

    private void Write(IEnumerable<SafeTensor> tensors, Dictionary<string, string>? metadata = null) =>
        SafeTensors.WriteFile(File, tensors, metadata);

    private string Message()
    {
        var message = Should.Throw<InvalidDataException>(() => ModelFile.Load(File)).Message;
        message.ShouldNotContain('\n');
        return message;
    }
}
