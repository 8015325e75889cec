using Inkling.Nn;

namespace Inkling.Tests.Nn;

/// <summary>Class weights, ignored items and targets of probabilities, beside values of PyTorch 1.13.</summary>
public class WeightedLossTests
{
    private static readonly Tensor Labels = Tensor.Of(0, 2, 1, 1);
    private static readonly Tensor SomeLabels = Tensor.Of(0, -100, 1, 2);
    private static readonly Tensor Weight = Tensor.Of(1, 2, 4);
    private static readonly Tensor Probabilities =
        Tensor.From(new[,] { { 0.7f, 0.2f, 0.1f }, { 0, 1, 0 }, { 0.5f, 0.5f, 0 }, { 0.1f, 0.1f, 0.8f } });

    [Fact]
    public void Cross_entropy_with_class_weights_is_that_of_PyTorch()
    {
        Check(new CrossEntropyLoss(weight: Weight), Labels, 0.54476368f,
            -0.08227817f, 0.07837606f, 0.00390211f, 0.03223175f, 0.01954954f, -0.05178129f,
            0.00539755f, -0.11380988f, 0.10841235f, 0.07687872f, -0.12350801f, 0.04662930f);
        Check(new CrossEntropyLoss(0.1f, Reduction.Sum, Weight), SomeLabels, 9.20716286f,
            -0.63923734f, 0.73276913f, -0.09353177f, 0, 0, 0, 0.01605410f, -0.87469375f,
            0.85863960f, 1.29282451f, 1.63615358f, -2.92897797f);
        new CrossEntropyLoss(0.1f, Reduction.None, Weight).Forward(Logits(), SomeLabels)
            .ShouldBeCloseTo(Tensor.Of(1.72888041f, 0, 1.55939627f, 5.91888666f), Close.Operation, "no reduction");
    }

    [Fact]
    public void Ignored_items_have_no_loss_and_are_not_counted()
    {
        Check(new CrossEntropyLoss(), SomeLabels, 1.20939898f,
            -0.24683452f, 0.23512819f, 0.01170634f, 0, 0, 0, 0.00809630f, -0.17071483f,
            0.16261852f, 0.11531808f, 0.14807133f, -0.26338938f);
        Check(new CrossEntropyLoss(0.2f), SomeLabels, 1.27051008f,
            -0.20239007f, 0.21290597f, -0.01051588f, 0, 0, 0, -0.01412592f, -0.12627038f,
            0.14039630f, 0.09309586f, 0.12584911f, -0.21894495f);
        new CrossEntropyLoss(ignoreIndex: 2).Forward(Logits(), Tensor.Of(2, 2, 1, 2)).Item()
            .ShouldBe(new CrossEntropyLoss().Forward(Logits()[2..3], Tensor.Of(1)).Item(), 1e-6);
    }

    [Fact]
    public void Targets_may_be_probabilities()
    {
        Check(new CrossEntropyLoss(), Probabilities, 2.03176737f,
            -0.11012588f, 0.12634614f, -0.01622024f, 0.01813036f, -0.23900338f, 0.22087303f,
            -0.11892778f, -0.00303611f, 0.12196389f, 0.06148856f, 0.08605350f, -0.14754204f);
        Check(new CrossEntropyLoss(0.1f, weight: Weight), Probabilities, 4.06344843f,
            -0.06311598f, 0.17254807f, -0.10943205f, 0.02853173f, -0.44430688f, 0.41577515f,
            -0.11121897f, -0.04855718f, 0.15977615f, 0.26178628f, 0.31406432f, -0.57585055f);
    }

    [Fact]
    public void Positive_targets_may_have_a_weight() =>
        Check(new BCEWithLogitsLoss(positiveWeight: Weight), Probabilities, 1.39628327f,
            0.00258822f, 0.05474637f, -0.00419801f, 0.05187161f, -0.08333334f, 0.07938118f,
            -0.03173309f, 0.00804899f, 0.06092155f, 0.03333334f, 0.03486618f, -0.15969682f);

    [Fact]
    public void What_does_not_fit_is_refused_with_a_reason()
    {
        Should.Throw<ArgumentException>(() => new CrossEntropyLoss(weight: Tensor.Of(1, 2)).Forward(Logits(), Labels)).Message
            .ShouldBe("CrossEntropyLoss: input is [4, 3] and the weight [2], expected [N, classes] and [classes]");
        Should.Throw<ArgumentException>(() => new CrossEntropyLoss().Forward(Logits(), Tensor.Of(0, -1, 1, 1))).Message
            .ShouldStartWith("CrossEntropy: label -1 of item 1 is not a class index from 0 to 2");
        Should.Throw<ArgumentException>(() => new BCEWithLogitsLoss(positiveWeight: Weight).Forward(Logits(), Labels)).Message
            .ShouldBe("BCEWithLogitsLoss: predictions are [4, 3] and targets [4], expected equal shapes");
    }

    private static Tensor Logits() => Tensor.From(new[,] { { 1, 2, -1 }, { 0.5f, 0, 3 }, { -2, 1, 1 }, { 0, 0.25f, -0.5f } });

    private static void Check(Loss loss, Tensor targets, float expected, params float[] gradient)
    {
        var logits = Logits().RequireGrad();
        var result = loss.Forward(logits, targets);
        result.ShouldBeCloseTo(Tensor.Scalar(expected), Close.Operation, "loss");
        result.Backward();
        logits.Grad.ShouldBeCloseTo(Tensor.From(gradient, 4, 3), Close.Operation, "gradient");
    }
}
