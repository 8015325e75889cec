using Inkling.Nn;

namespace Inkling.Tests.Nn;

public class ModuleTests
{
    [Fact]
    public void The_main_network_has_its_101_770_parameters_under_the_names_and_shapes_of_PyTorch()
    {
        var model = Network();
        model.ParameterCount().ShouldBe(101_770);
        model.StateDictionary().Select(entry => $"{entry.Key} {entry.Value.Shape}")
            .ShouldBe(["1.weight [128, 784]", "1.bias [128]", "3.weight [10, 128]", "3.bias [10]"]);
        model.NamedParameters().Select(entry => entry.Name).ShouldBe(["1.weight", "1.bias", "3.weight", "3.bias"]);
        model.NamedBuffers().ShouldBeEmpty();
        model.ToString().ShouldBe("Sequential(Flatten(), Linear(784, 128), ReLU(), Linear(128, 10))");
    }

    [Fact]
    public void Names_of_nested_modules_are_joined_with_dots_and_buffers_are_saved_but_not_learned()
    {
        var model = new Sequential(new Own(), new Sequential(new ReLU(), new Own()));
        model.StateDictionary().Keys.ShouldBe(
            ["0.scale", "0.mean", "0.hidden.weight", "0.hidden.bias", "1.1.scale", "1.1.mean", "1.1.hidden.weight", "1.1.hidden.bias"]);
        model.NamedBuffers().Select(entry => entry.Name).ShouldBe(["0.mean", "1.1.mean"]);
        model.ParameterCount().ShouldBe(2 * (1 + 6 + 3));
        model.Parameters().ShouldAllBe(parameter => parameter.RequiresGrad);
        model.NamedBuffers().ShouldAllBe(buffer => !buffer.Value.RequiresGrad);
    }

    [Fact]
    public void A_state_dictionary_is_a_copy_and_loading_it_brings_the_network_back()
    {
        Randomness.Seed(1);
        var (model, other) = (Network(), Network());
        var images = Tensor.Rand([5, 28, 28]);
        var expected = model.Forward(images).ToArray();
        other.Forward(images).ToArray().ShouldNotBe(expected);
        var state = model.StateDictionary();
        other.LoadStateDictionary(state);
        other.Forward(images).ToArray().ShouldHaveTheBitsOf(expected, "after loading");

        foreach (var value in state.Values)
            value.Span.Clear();
        model.Forward(images).ToArray().ShouldHaveTheBitsOf(expected, "after changing the copy");
        other.Forward(images).ToArray().ShouldHaveTheBitsOf(expected, "after changing the copy");
    }

    [Fact]
    public void A_state_that_does_not_fit_is_refused_and_leaves_the_model_untouched()
    {
        var model = Network();
        var before = model.StateDictionary().ToDictionary(entry => entry.Key, entry => entry.Value.ToArray());
        // The first entries fit and differ from the model's: were they copied before the wrong one is found, it would show.
        var good = model.StateDictionary().ToDictionary(entry => entry.Key, entry => Tensor.Full(entry.Value.Shape, 7));

        Refused(new(good) { ["3.bias"] = Tensor.Zeros(11) }, "\"3.bias\" is [11], expected [10]");
        Refused(new(good) { ["1.weight"] = Tensor.Zeros(784, 128) }, "\"1.weight\" is [784, 128], expected [128, 784]");
        Refused(new(
            good)
        { ["5.weight"] = Tensor.Zeros(2, 3) },
                "\"5.weight\" [2, 3] is not part of this model, which has 1.weight, 1.bias, 3.weight, 3.bias");
        Refused(good.Where(entry => entry.Key != "3.bias")
            .ToDictionary(), "\"3.bias\" [10] is missing; the state holds 1.weight, 1.bias, 3.weight");
        Refused([], "\"1.weight\" [128, 784] is missing; the state holds nothing");

        void Refused(Dictionary<string, Tensor> state, string message)
        {
            Should.Throw<ArgumentException>(() => model.LoadStateDictionary(state)).Message.ShouldStartWith(message);
            foreach (var (name, value) in model.StateDictionary())
                value.ToArray().ShouldBe(before[name], name);
        }
    }

    [Fact]
    public void Train_and_eval_reach_every_part()
    {
        var inner = new Dropout();
        var model = new Sequential(new Sequential(inner));
        inner.Training.ShouldBeTrue();
        model.Eval().ShouldBeSameAs(model);
        inner.Training.ShouldBeFalse();
        model.Train();
        inner.Training.ShouldBeTrue();
    }

    [Fact]
    public void ZeroGrad_reaches_every_parameter()
    {
        var model = Network();
        model.Forward(Tensor.Ones(2, 784)).Sum().Backward();
        model.Parameters().ShouldAllBe(parameter => parameter.HasGrad);
        model.ZeroGrad();
        model.Parameters().ShouldAllBe(parameter => !parameter.HasGrad);
    }

    [Fact]
    public void A_name_can_be_given_once() =>
        Should.Throw<ArgumentException>(() => new Twice()).Message.ShouldStartWith("Twice: \"scale\" is registered already");

    [Fact]
    public void The_summary_is_a_table_with_the_sum_below()
    {
        var model = Network();
        var summary = Summary.Of(model, 1, 28, 28);
        summary.ToString().ShouldBe(
            """
            layer             output shape    parameters
            Flatten()         [1, 784]                 0
            Linear(784, 128)  [1, 128]           100,480
            ReLU()            [1, 128]                 0
            Linear(128, 10)   [1, 10]              1,290
            total                                101,770
            """);
        summary.Parameters.ShouldBe(101_770);
        model.Training.ShouldBeTrue();
        Summary.Of(new Sequential(), 1, 28, 28).ToString().ShouldContain("total");
    }

    [Fact]
    public void A_summary_that_fails_leaves_the_model_in_training()
    {
        var model = Network();
        Should.Throw<ArgumentException>(
            () => Summary.Of(model, 1, 5)).Message.ShouldStartWith("Linear(784, 128): input is [1, 5], expected [..., 784]");
        model.Training.ShouldBeTrue();
        (Tensor.Of(1).RequireGrad() * 2).RequiresGrad.ShouldBeTrue();
    }

    [Fact]
    public void Flatten_keeps_the_items_apart()
    {
        new Flatten().Forward(Tensor.Zeros(64, 1, 28, 28)).Shape.ShouldBe(new Shape(64, 784));
        new Flatten().Forward(Tensor.Zeros(64, 784)).Shape.ShouldBe(new Shape(64, 784));
    }

    [Fact]
    public void Losses_are_those_of_the_operations()
    {
        var (logits, labels) = (Tensor.From([1, 2, 3, 1, 0, -1], 2, 3), Tensor.Of(2, 0));
        new CrossEntropyLoss().Forward(logits, labels).Item().ShouldBe(logits.CrossEntropy(labels).Item());
        new CrossEntropyLoss(0.1f).Forward(logits, labels).Item().ShouldBe(logits.CrossEntropy(labels, 0.1f).Item());
        new NLLLoss().Forward(logits.LogSoftmax(), labels).Item().ShouldBe(logits.CrossEntropy(labels).Item(), 1e-6);
        new MSELoss().Forward(Tensor.Of(1, 2), Tensor.Of(0, 4)).Item().ShouldBe(2.5f, 1e-6);
    }

    private static Sequential Network() => new(new Flatten(), new Linear(784, 128), new ReLU(), new Linear(128, 10));

    private sealed class Own : Module
    {
        private readonly Tensor _scale;
        private readonly Linear _hidden;

        public Own()
        {
            _scale = RegisterParameter("scale", Tensor.Scalar(2));
            RegisterBuffer("mean", Tensor.Zeros(2));
            _hidden = Register("hidden", new Linear(2, 3));
        }

        protected override Tensor ForwardCore(Tensor input) => _hidden.Forward(input) * _scale;
    }

    private sealed class Twice : Module
    {
        public Twice()
        {
            RegisterParameter("scale", Tensor.Scalar(2));
            RegisterBuffer("scale", Tensor.Scalar(2));
        }

        protected override Tensor ForwardCore(Tensor input) => input;
    }
}
