using Inkling.Data;
using Inkling.Lab.Training;
using Inkling.Optim;
using Inkling.Training;

namespace Inkling.Lab.Tests.Training;

public class TrainingSettingsTests
{
    private static readonly TrainingSettings Defaults = new() { Data = "mnist", HyperParameters = HyperParameters.For("mlp") };

    [Fact]
    public void The_address_has_every_setting_and_gives_the_same_ones()
    {
        var settings = new TrainingSettings
        {
            Data = "/data/my digits & more",
            Limit = 500,
            HyperParameters = HyperParameters.For("cnn") with
            {
                Optimizer = OptimizerKind.AdamW,
                LearningRate = 0.0003f,
                Schedule = ScheduleKind.Cosine,
                Epochs = 7,
                BatchSize = 32,
                DataSize = 400,
                Augmentation = AugmentationKind.Affine,
                WeightDecay = 0.01f,
                LabelSmoothing = 0.1f,
                Seed = ulong.MaxValue,
            },
        };
        settings.Query.ShouldStartWith("?data=%2Fdata%2Fmy%20digits%20%26%20more&limit=500&model=cnn&optimizer=adamw&lr=0.0003&");
        TrainingSettings.Parse(settings.Query, Defaults).ShouldBe(settings);
        settings.Command.ShouldStartWith(
            "inkling train --data '/data/my digits & more' --limit 500 --model cnn --optimizer adamw --lr 0.0003");
    }

    [Fact]
    public void What_the_address_does_not_have_is_the_default()
    {
        TrainingSettings.Parse("", Defaults).ShouldBe(Defaults);
        TrainingSettings.Parse("?model=cnn", Defaults).HyperParameters.ShouldBe(HyperParameters.For("cnn"));
        TrainingSettings.Parse("?optimizer=adam", Defaults).HyperParameters.LearningRate.ShouldBe(0.001f);
        TrainingSettings.Parse("?lr=0.3&optimizer=adam", Defaults).HyperParameters.LearningRate.ShouldBe(0.3f);
    }

    [Theory]
    [InlineData("?lr=0", "lr 0: expected a number above 0")]
    [InlineData("?lr=NaN", "lr NaN: expected a number above 0")]
    [InlineData("?epochs=1e3", "epochs 1e3: expected a whole number from 1 to 2147483647")]
    [InlineData("?seed=-1", "seed -1: expected a whole number from 0 to 18446744073709551615")]
    [InlineData("?rate=1", "there is no setting 'rate', expected one of: data, limit, model, ")]
    [InlineData("?model=linear&hidden=3", "hidden 3: linear has no hidden layer")]
    [InlineData("?data=", "data : expected a text that is not empty")]
    public void An_address_with_what_is_not_permitted_is_refused(string query, string message) =>
        Should.Throw<ArgumentException>(() => TrainingSettings.Parse(query, Defaults)).Message.ShouldStartWith(message);

    [Fact]
    public void Without_a_value_a_setting_is_that_of_the_recipe()
    {
        var settings = Defaults with { Limit = 3, HyperParameters = Defaults.HyperParameters with { Hidden = 7, LearningRate = 2 } };
        settings.Without(TrainingSettings.Table["hidden"], Defaults).HyperParameters
            .ShouldBe(settings.HyperParameters with { Hidden = 128 });
        settings.Without(TrainingSettings.Table["limit"], Defaults).Limit.ShouldBeNull();
    }
}
