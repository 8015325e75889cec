using Inkling.Data;
using Inkling.Models;
using Inkling.Training;

namespace Inkling.Tests.Models;

public class FirstLossTests
{
    private const int Batches = 4;
    private const double Tolerance = 0.3;
    private static readonly ImageDataset Images = Handwriting.Train(Batches * 64);

    public static TheoryData<string> TenClasses { get; } =
        [.. ModelCatalog.All.Where(recipe => recipe.Classes is null).Select(recipe => recipe.Name)];

    /// <summary>
    /// A network that knows nothing gives ten classes about equal probabilities, and -ln(1/10) = 2.303 is the loss of that. Its logits are
    /// not quite
    /// equal: with PyTorch's initial values the last layer's weights have a variance of 1 / (3 in), so logits over inputs of mean square q
    /// spread with a
    /// variance of q / 3, and the loss lies about 9/20 of that above ln 10: 0.02 for pixels (q near 0.1), 0.08 behind batch norm and ReLU
    /// (1/2), 0.25 behind
    /// the last block of a residual network, the positive part of a batch norm (1) and of what goes past it (1), q near 1.7. The mean over
    /// 256 images
    /// leaves some 0.02 of chance.
    /// </summary>
    [Theory]
    [MemberData(nameof(TenClasses))]
    public void The_first_loss_of_an_untrained_network_is_near_ln_10(string name)
    {
        Randomness.Seed(1);
        var model = ModelCatalog.Create(name);
        model.Train();
        var loss = HyperParameters.For(name).CreateLoss();
        var sum = 0.0;
        using var _ = new NoGrad();
        foreach (var (images, labels) in new DataLoader(Images, 64))
            sum += loss.Forward(model.Forward(images), labels).Item();
        (sum / Batches).ShouldBe(Math.Log(10), Tolerance, name);
    }

    [Fact]
    public void The_recorder_begins_with_it()
    {
        var hyperParameters = HyperParameters.For("mlp") with { Epochs = 1 };
        var learner = hyperParameters.CreateLearner(Images, null);
        learner.Fit(1, hyperParameters.LearningRate);
        ((double)learner.Recorder.Losses[0]).ShouldBe(Math.Log(10), Tolerance);
    }
}
