using Inkling.Formats;
using Inkling.Optim;

namespace Inkling.Tests.Optim;

[Collection(ComputeSettings.Name)]
public class OptimizerTests
{
    private static readonly SafeTensorsFile File = Reference.Open("optimizers.safetensors");

    private static readonly Dictionary<string, Func<Tensor, Optimizer>> Table = new()
    {
        ["sgd"] = p => new SGD([p], 0.1f),
        ["sgd_momentum"] = p => new SGD([p], 0.1f, momentum: 0.9f),
        ["sgd_nesterov_decay"] = p => new SGD([p], 0.1f, momentum: 0.9f, nesterov: true, weightDecay: 0.01f),
        ["adam"] = p => new Adam([p], 0.01f),
        ["adamw"] = p => new AdamW([p], 0.01f, weightDecay: 0.05f),
    };

    public static TheoryData<string> Paths =>
        [.. File.Tensors.Select(tensor => tensor.Name)
            .Where(name => name is not ("start" or "grads") && !name.StartsWith("onecycle", StringComparison.Ordinal))];

    [Theory]
    [MemberData(nameof(Paths))]
    public void Takes_the_path_of_PyTorch_at_every_vector_width(string name)
    {
        Table.ShouldContainKey(name, "a path of the file that no test knows");
        var (gradients, path) = (File.Tensor("grads"), File.Tensor(name));
        ComputeSettings.AtEveryWidth(bits =>
        {
            var weights = File.Tensor("start").RequireGrad();
            var optimizer = Table[name](weights);
            for (var step = 0; step < gradients.Shape[0]; step++)
            {
                optimizer.ZeroGrad();
                (weights * gradients[step]).Sum().Backward();
                optimizer.Step();
                weights.Span.ShouldBeCloseTo(path[step].Span, Close.Operation, $"{name} at {bits} bits, step {step}");
            }

            optimizer.StepCount.ShouldBe(gradients.Shape[0]);
        });
    }

    [Fact]
    public void Every_path_that_is_named_here_is_in_the_file() => Paths.Select(row => row.Data).ShouldBe(Table.Keys, ignoreOrder: true);

    [Theory]
    [InlineData(1)]
    [InlineData(15)]
    [InlineData(16)]
    [InlineData(100)]
    [InlineData(8192)]
    [InlineData(20_011)]
    public void Changes_each_weight_alike_whatever_the_length_the_width_and_the_threads(int length)
    {
        foreach (var make in Table.Values)
        {
            float[]? first = null;
            ComputeSettings.AtEveryWidth(bits =>
            {
                foreach (var threads in (int[])[1, 3])
                {
                    var result = ComputeSettings.With(threads, () =>
                    {
                        var random = new RandomStream(5);
                        var weights = Tensor.Randn([length], random).RequireGrad();
                        var optimizer = make(weights);
                        for (var step = 0; step < 3; step++)
                        {
                            optimizer.ZeroGrad();
                            (weights * Tensor.Randn([length], random)).Sum().Backward();
                            optimizer.Step();
                        }

                        return weights.ToArray();
                    });
                    first ??= result;
                    result.ShouldHaveTheBitsOf(first, $"{length} weights at {bits} bits with {threads} threads");
                }
            });
        }
    }

    [Theory]
    [InlineData("sgd_nesterov_decay")]
    [InlineData("adamw")]
    public void Goes_on_exactly_from_a_saved_state(string name)
    {
        var (gradients, start) = (File.Tensor("grads"), File.Tensor("start"));
        var whole = start.Clone().RequireGrad();
        Steps(Table[name](whole), whole, gradients, 0, 12);

        var halved = start.Clone().RequireGrad();
        var before = Table[name](halved);
        Steps(before, halved, gradients, 0, 5);
        var after = Table[name](halved);
        after.LoadStateDictionary(before.StateDictionary());
        after.StepCount.ShouldBe(5);
        Steps(after, halved, gradients, 5, 12);

        halved.ToArray().ShouldHaveTheBitsOf(whole.ToArray(), name);
    }

    [Fact]
    public void A_state_that_does_not_fit_changes_nothing()
    {
        var weights = File.Tensor("start").RequireGrad();
        var optimizer = new Adam([weights]);
        Steps(optimizer, weights, File.Tensor("grads"), 0, 2);
        var before = optimizer.StateDictionary();

        Should.Throw<ArgumentException>(() => optimizer.LoadStateDictionary(new Dictionary<string, Tensor> { ["step"] = Tensor.Of(9, 0) }))
            .Message.ShouldStartWith("the optimizer's state has no \"0.0\" of shape [7]");
        Should.Throw<ArgumentException>(() => optimizer.LoadStateDictionary(before.Where(entry => entry.Key != "step").ToDictionary()))
            .Message.ShouldStartWith("the optimizer's state has no \"step\"");

        optimizer.StepCount.ShouldBe(2);
        foreach (var (name, value) in optimizer.StateDictionary())
            value.ToArray().ShouldBe(before[name].ToArray(), name);
    }

    [Fact]
    public void Leaves_a_parameter_without_a_gradient_alone()
    {
        var (used, unused) = (Tensor.Of(1, 2).RequireGrad(), Tensor.Of(3, 4).RequireGrad());
        var optimizer = new SGD([used, unused], 0.5f, momentum: 0.9f, weightDecay: 0.1f);
        used.Sum().Backward();
        optimizer.Step();
        unused.ToArray().ShouldBe([3, 4]);
        used.ToArray().ShouldNotBe([1, 2]);
    }

    [Fact]
    public void Wrong_settings_are_refused_with_a_reason()
    {
        var weights = Tensor.Of(1).RequireGrad();
        Should.Throw<ArgumentException>(() => new SGD(Array.Empty<Tensor>(), 0.1f)).Message
            .ShouldStartWith("there is no parameter to optimize");
        Should.Throw<ArgumentException>(
            () => new SGD([Tensor.Zeros(2, 3)], 0.1f)).Message.ShouldStartWith("a parameter of shape [2, 3] does not require gradients");
        Should.Throw<ArgumentOutOfRangeException>(
            () => new SGD([weights], -0.1f)).Message.ShouldStartWith("a learning rate of -0.1 is not a number from 0");
        Should.Throw<ArgumentOutOfRangeException>(
            () => new SGD([weights], float.NaN)).Message.ShouldStartWith("a learning rate of NaN is not a number from 0");
        Should.Throw<ArgumentOutOfRangeException>(
            () => new SGD([weights], 0.1f, momentum: 1)).Message.ShouldStartWith("a momentum of 1 is not in [0, 1)");
        Should.Throw<ArgumentOutOfRangeException>(
            () => new SGD([weights], 0.1f, weightDecay: -1)).Message.ShouldStartWith("a weight decay of -1 is not a number from 0");
        Should.Throw<ArgumentException>(
            () => new SGD([weights], 0.1f, nesterov: true)).Message.ShouldStartWith("Nesterov momentum needs a momentum above 0");
        Should.Throw<ArgumentOutOfRangeException>(
            () => new Adam([weights], beta2: 1)).Message.ShouldStartWith("a beta2 of 1 is not in [0, 1)");
        Should.Throw<ArgumentOutOfRangeException>(
            () => new AdamW([weights], epsilon: 0)).Message.ShouldStartWith("an epsilon of 0 is not above 0");
    }

    private static void Steps(Optimizer optimizer, Tensor weights, Tensor gradients, int from, int to)
    {
        for (var step = from; step < to; step++)
        {
            optimizer.ZeroGrad();
            (weights * gradients[step]).Sum().Backward();
            optimizer.Step();
        }
    }

    [Fact]
    public void A_momentum_that_comes_later_counts_from_then_on()
    {
        var (early, late) = (Tensor.Ones(5).RequireGrad(), Tensor.Ones(5).RequireGrad());
        var (fromTheStart, fromHereOn) = (new SGD([early], 0.1f, momentum: 0.9f), new SGD([late], 0.1f));
        fromHereOn.Momentum = 0.9f;
        for (var step = 0; step < 3; step++)
        {
            foreach (var (parameter, optimizer) in new[] { (early, (Optimizer)fromTheStart), (late, fromHereOn) })
            {
                optimizer.ZeroGrad();
                (parameter * parameter).Sum().Backward();
                optimizer.Step();
            }
        }

        late.ToArray().ShouldBe(early.ToArray());
    }

    [Fact]
    public void Momentum_that_only_weight_decay_has_brought_goes_on_when_the_decay_ends()
    {
        // Only the middle of the kernel gets a gradient on a feature map of one pixel.
        var weight = Tensor.Ones(3, 3, 1, 1).RequireGrad();
        var group = new ParameterGroup([weight]) { WeightDecay = 0.5f };
        var optimizer = new SGD([group], learningRate: 1, momentum: 0.5f);
        Step();
        weight.Span[0].ShouldBe(0.5f);
        group.WeightDecay = 0;
        Step();
        weight.Span[0].ShouldBe(0.25f);

        void Step()
        {
            optimizer.ZeroGrad();
            Tensor.Ones(1, 1, 1, 1).Conv2d(weight, padding: 1).Sum().Backward();
            optimizer.Step();
        }
    }
}
