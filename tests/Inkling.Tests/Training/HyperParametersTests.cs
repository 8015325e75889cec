using System.Text;
using System.Text.Json;
using Inkling.Data;
using Inkling.Models;
using Inkling.Nn;
using Inkling.Optim;
using Inkling.Training;

namespace Inkling.Tests.Training;

public class HyperParametersTests
{
    public static TheoryData<string> Models { get; } = [.. ModelCatalog.Names];

    /// <summary>A value other than the default for every hyper-parameter.</summary>
    private static readonly HyperParameters Others = new()
    {
        Model = "simple-net",
        Optimizer = OptimizerKind.AdamW,
        LearningRate = 1e-5f,
        Schedule = ScheduleKind.OneCycle,
        Epochs = 7,
        BatchSize = 12,
        Hidden = 19,
        Design = new NetworkDesign
        {
            Convolutions = new LayerSizes(2, 3),
            Layers = LayerSizes.None,
            Activation = ActivationKind.LeakyRelu,
            Dropout = 0.75f,
        },
        DataSize = 300,
        Augmentation = AugmentationKind.AffineElastic,
        WeightDecay = 0.25f,
        LabelSmoothing = 0.125f,
        Seed = ulong.MaxValue,
    };

    [Fact]
    public void Every_property_has_its_setting()
    {
        var defaults = new HyperParameters { Model = "mlp" };
        foreach (var setting in HyperParameters.Settings)
            setting.Get(Others).ShouldNotBe(setting.Get(defaults), setting.Name);
        // Design is one property with a setting for each of its own.
        var properties = typeof(HyperParameters).GetProperties().Concat(typeof(NetworkDesign).GetProperties());
        HyperParameters.Settings.Count().ShouldBe(properties.Count(property => property.CanWrite) - 1);
        HyperParameters.Settings.Aggregate(defaults, (h, setting) => setting.Set(h, setting.Get(Others)!)).ShouldBe(Others);
    }

    [Fact]
    public void A_value_is_read_back_from_its_text()
    {
        foreach (var setting in HyperParameters.Settings)
        {
            var value = setting.Get(Others)!;
            setting.Parse(setting.Format(value)).ShouldBe(value, setting.Name);
            setting.Convert(setting.Format(value)).ShouldBe(value, setting.Name);
            setting.Parse("").ShouldBeNull(setting.Name);
            setting.Parse("NaN").ShouldBeNull(setting.Name);
        }
    }

    [Fact]
    public void JSON_is_read_back_and_what_is_missing_stays_as_it_is()
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            HyperParameters.Settings.Write(json, Others);
            json.WriteEndObject();
        }

        Encoding.UTF8.GetString(stream.ToArray()).ShouldStartWith(
            """{"model":"simple-net","optimizer":"adamw","lr":1E-05,"schedule":"one-cycle","epochs":7,"batch_size":12,"hidden":19,""");
        Read(Encoding.UTF8.GetString(stream.ToArray()), "mlp").ShouldBe(Others);
        Read("""{ "epochs": 4, "hidden": null, "of another version": 1 }""", "mlp")
            .ShouldBe(HyperParameters.For("mlp") with { Epochs = 4 });
        Read("""{ "model": "cnn", "lr": 0.3 }""", "mlp").ShouldBe(HyperParameters.For("cnn") with { LearningRate = 0.3f });
    }

    [Theory]
    [InlineData("""{ "epochs": 0 }""", "epochs is 0, expected a whole number from 1 to 2147483647")]
    [InlineData("""{ "epochs": "3" }""", "epochs is \"3\", expected a whole number from 1 to 2147483647")]
    [InlineData("""{ "lr": true }""", "lr is true, expected a number above 0")]
    [InlineData("""{ "optimizer": 1 }""", "optimizer is 1, expected one of: sgd, momentum, adam, adamw")]
    [InlineData("""{ "batch_size": 2.5 }""", "batch_size is 2.5, expected a whole number from 1 to 2147483647")]
    [InlineData("""{ "seed": -1 }""", "seed is -1, expected a whole number from 0 to 18446744073709551615")]
    public void JSON_with_a_value_that_is_not_permitted_is_refused(string json, string message) =>
        Should.Throw<FormatException>(() => Read(json, "mlp")).Message.ShouldStartWith(message);

    [Theory]
    [MemberData(nameof(Models))]
    public void The_recipe_of_every_model_can_be_trained(string name)
    {
        var recipe = HyperParameters.For(name);
        recipe.Check();
        recipe.Model.ShouldBe(name);
        recipe.Seed.ShouldBe(1UL);
        recipe.DataSize.ShouldBeNull();
        recipe.Hidden.ShouldBe(ModelCatalog.Find(name).Hidden);
    }

    [Fact]
    public void Weight_decay_and_label_smoothing_reach_the_optimizer_and_the_loss()
    {
        var (logits, labels) = (Tensor.From([2, 0, -1], 1, 3), Tensor.From([1], 1));
        (HyperParameters.For("mlp") with { LabelSmoothing = 0.2f }).CreateLoss().Forward(logits, labels).Item()
            .ShouldBe(new CrossEntropyLoss(0.2f).Forward(logits, labels).Item());
        var images = Handwriting.Train(20);
        float[] Trained(float? decay)
        {
            var h = HyperParameters.For("mlp") with { Hidden = 4, BatchSize = 20, Epochs = 1, WeightDecay = decay };
            var learner = h.CreateLearner(images, null);
            learner.Fit(h.Epochs, h.CreateSchedule(learner.Data.Train.Count));
            return learner.Model.Parameters().First().ToArray();
        }

        var (without, with) = (Trained(null), Trained(0.5f));
        Trained(0).ShouldBe(without);
        with.Sum(Math.Abs).ShouldBeLessThan(without.Sum(Math.Abs));
    }

    [Fact]
    public void What_a_model_has_not_is_refused()
    {
        Refused(HyperParameters.For("cnn") with { Hidden = 8 }, "hidden 8: cnn has no hidden layer, expected --model mlp or simple-net");
        Refused(
            HyperParameters.For("threes-sevens") with { LabelSmoothing = 0.1f }, "label-smoothing 0.1: the loss of threes-sevens has none");
        Refused(HyperParameters.For("mlp") with { WeightDecay = -1 }, "weight-decay -1: expected a number from 0");
        Refused(HyperParameters.For("mlp") with { LabelSmoothing = float.NaN }, "label-smoothing NaN: expected a number from 0 to 1");
        Refused(HyperParameters.For("mlp") with { Schedule = (ScheduleKind)99 }, "schedule 99: expected one of: constant, one-cycle");

        static void Refused(HyperParameters h, string message) =>
            Should.Throw<ArgumentException>(h.Check).Message.ShouldStartWith(message);
    }

    private static HyperParameters Read(string text, string model)
    {
        using var json = JsonDocument.Parse(text);
        return HyperParameters.Settings.Read(json.RootElement, HyperParameters.For(model));
    }

    [Theory]
    [InlineData("mlp", 3829, 3830)]
    [InlineData("simple-net", 3829, 3830)]
    public void A_network_too_large_for_a_model_file_is_refused_before_it_is_created(string model, int most, int hidden)
    {
        var h = new HyperParameters { Model = model, Hidden = most };
        var images = new ImageDataset("large", new byte[512 * 255], [0], ModelCatalog.Find(model).Classes ?? ImageDataset.Digits, 512, 255);
        h.CheckFor(images);
        var message = $"hidden {hidden}: {model} for images of 512x255 would have more than 500,000,000 weights, expected at most {most}";
        Should.Throw<ArgumentException>(() => (h with { Hidden = hidden }).CreateLearner(images, null)).Message.ShouldBe(message);
    }
}
