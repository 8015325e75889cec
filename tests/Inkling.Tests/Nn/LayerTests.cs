using Inkling.Nn;

namespace Inkling.Tests.Nn;

public class LayerTests
{
    [Fact]
    public void Layers_have_the_parameters_and_initial_values_of_PyTorch()
    {
        var layerNorm = new LayerNorm([3, 4]);
        layerNorm.NamedParameters().Select(parameter => $"{parameter.Name} {parameter.Value.Shape}")
            .ShouldBe(["weight [3, 4]", "bias [3, 4]"]);
        layerNorm.Weight!.Value.ToArray().ShouldAllBe(value => value == 1);
        layerNorm.Bias!.Value.ToArray().ShouldAllBe(value => value == 0);
        new GroupNorm(2, 6).NamedParameters().Select(parameter => $"{parameter.Name} {parameter.Value.Shape}")
            .ShouldBe(["weight [6]", "bias [6]"]);
        new LayerNorm(5, affine: false).Parameters().ShouldBeEmpty();
        var weights = new Embedding(100, 64, new RandomStream(1)).Weight;
        weights.Mean().Item().ShouldBe(0, 0.05);
        weights.Std().Item().ShouldBe(1, 0.05);
    }

    [Fact]
    public void An_embedding_looks_up_one_vector_for_each_index()
    {
        var embedding = new Embedding(4, 2);
        var vectors = embedding.Forward(Tensor.From([3, 0, 3], 1, 3));
        vectors.Shape.ShouldBe(new Shape(1, 3, 2));
        vectors.ToArray().ShouldBe([.. embedding.Weight[3].ToArray(), .. embedding.Weight[0].ToArray(), .. embedding.Weight[3].ToArray()]);
        Should.Throw<ArgumentOutOfRangeException>(() => embedding.Forward(Tensor.Of(4)));
        Should.Throw<ArgumentOutOfRangeException>(() => embedding.Forward(Tensor.Of(0.5f)));
    }

    [Fact]
    public void The_identity_returns_its_input()
    {
        var input = Tensor.Of(1, 2);
        var same = new Sequential(new Identity(), new Identity()).Forward(input);
        same.ToArray().ShouldBe([1, 2]);
        input.ToArray().ShouldBe([1, 2]);
    }

    [Fact]
    public void What_does_not_fit_is_refused_with_a_reason()
    {
        Should.Throw<ArgumentException>(() => new LayerNorm(5).Forward(Tensor.Zeros(2, 4))).Message
            .ShouldStartWith("LayerNorm: input is [2, 4], weight [5] and bias [5], expected the last dimensions [5] in all");
        Should.Throw<ArgumentException>(() => new GroupNorm(2, 4).Forward(Tensor.Zeros(2, 6))).Message
            .ShouldStartWith("GroupNorm(2, 4): input is [2, 6], expected [*, 4, ...]");
        Should.Throw<ArgumentException>(() => Tensor.Zeros(2, 6).GroupNorm(4)).Message
            .ShouldStartWith("GroupNorm: input is [2, 6], weight none and bias none, expected [N, C, ...], [C] and [C] with C a multiple");
        Should.Throw<ArgumentException>(() => new GroupNorm(4, 6)).Message.ShouldStartWith("GroupNorm: 6 channels in 4 groups");
        Should.Throw<ArgumentException>(() => new HuberLoss().Forward(Tensor.Zeros(2), Tensor.Zeros(3))).Message
            .ShouldStartWith("HuberLoss: predictions are [2] and targets [3], expected equal shapes");
        Should.Throw<ArgumentOutOfRangeException>(() => new HuberLoss(delta: 0));
        Should.Throw<ArgumentOutOfRangeException>(() => new SmoothL1Loss(beta: 0));
        Should.Throw<ArgumentOutOfRangeException>(() => new LayerNorm(0));
    }

    [Fact]
    public void BatchNorm1d_of_signals_is_that_of_all_their_positions()
    {
        var x = Tensor.Randn([4, 3, 5], new RandomStream(1)).RequireGrad();
        var (signals, vectors) = (new BatchNorm1d(3), new BatchNorm1d(3));
        var y = signals.Forward(x);
        var expected = vectors.Forward(x.Permute(0, 2, 1).Reshape(20, 3)).Reshape(4, 5, 3).Permute(0, 2, 1);
        y.ShouldBeCloseTo(expected, Close.Operation, "output");
        signals.RunningVariance.ShouldBeCloseTo(vectors.RunningVariance, Close.Operation, "variance");
        new Sequential(signals, new ReLU()).Forward(x).Shape.ShouldBe(x.Shape);
        Should.Throw<ArgumentException>(() => x.BatchNorm(
            Tensor.Ones(1, 3), Tensor.Zeros(3), Tensor.Zeros(3), Tensor.Ones(3), training: true));
    }
}
