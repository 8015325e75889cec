using Inkling.Data;
using Inkling.Models;
using Inkling.Nn;
using Inkling.Training;
using BindingFlags = System.Reflection.BindingFlags;

namespace Inkling.Tests.Nn;

/// <summary>Which tensors a forward pass releases, and which it must not.</summary>
[Collection(ComputeSettings.Name)]
public class ForwardScopeTests
{
    private const BindingFlags NonPublic = BindingFlags.Instance | BindingFlags.NonPublic;

    [Fact]
    public void A_module_that_returns_its_input_in_the_middle_leaves_its_memory_alone()
    {
        var model = new Sequential(new Linear(3, 4), new Dropout(), new Flatten(), new Sequential(), new ReLU());
        model.Eval();
        using var _ = new NoGrad();
        var x = Tensor.Rand([2, 3], random: new RandomStream(1));
        var expected = model[0].Forward(x).Relu().ToArray();
        for (var i = 0; i < 3; i++)
            model.Forward(x).ToArray().ShouldBe(expected);
        x.Shape.ShouldBe(new Shape(2, 3));
    }

    [Fact]
    public void The_input_is_never_released_even_where_it_is_the_output()
    {
        var model = new Sequential(new Dropout(), new Flatten());
        model.Eval();
        var x = Tensor.Ones(2, 3);
        model.Forward(x).Equals(x).ShouldBeTrue();
        new Sequential(model, new ReLU()).Forward(x);
        x.ToArray().ShouldAllBe(value => value == 1);
    }

    [Fact]
    public void A_custom_module_may_keep_its_input_its_output_and_what_it_computes()
    {
        var keeper = new Keeper();
        var model = new Sequential(new Linear(3, 4), keeper, new Linear(4, 4), new ReLU());
        using (new NoGrad())
        {
            for (var i = 0; i < 3; i++)
                model.Forward(Tensor.Full(new Shape(2, 3), i));
        }

        foreach (var i in Enumerable.Range(0, 3))
        {
            var input = model[0].Forward(Tensor.Full(new Shape(2, 3), i)).ToArray();
            keeper.Kept[3 * i].ToArray().ShouldBe(input);
            keeper.Kept[(3 * i) + 1].ToArray().ShouldBe([.. input.Select(value => value * 2)]);
            keeper.Kept[(3 * i) + 2].ToArray().ShouldBe([.. input.Select(value => Math.Max(0, value * 2))]);
        }
    }

    [Fact]
    public void Evaluation_and_prediction_leave_the_output_alone_that_a_custom_module_or_a_hook_keeps()
    {
        var keeper = new Keeper();
        var hooked = new List<Tensor>();
        var model = new Sequential(new Flatten(), new Linear(4, 2), keeper);
        using var hook = model.RegisterForwardHook((_, _, output) => hooked.Add(output));
        var set = new ImageDataset("set", [1, 2, 3, 4, 5, 6, 7, 8], [0, 1], ["a", "b"], 2, 2);
        Evaluator.Run(model, new DataLoader(set, 1), new CrossEntropyLoss(), []);
        new Predictor(new TrainedModel(model, ["a", "b"], 2, 2)).Predict(set);
        keeper.Kept.Count.ShouldBe(3 * 3);
        keeper.Kept.ShouldAllBe(tensor => tensor.Shape.Rank == 2);
        hooked.Select(tensor => tensor.Shape[0]).ShouldBe([1, 1, 2]);
    }

    [Fact]
    public void A_module_that_declares_to_keep_nothing_and_keeps_something_is_told_so()
    {
        var liar = new Liar();
        using (new NoGrad())
            liar.Forward(Tensor.Ones(2, 3)).ToArray().ShouldBe([3, 3, 3, 3, 3, 3]);
        Should.Throw<ObjectDisposedException>(() => liar.Kept.ToArray());
    }

    [Fact]
    public void A_forward_that_fails_releases_what_it_has_computed_and_the_next_one_works()
    {
        var model = new Sequential(new Linear(3, 4), new ReLU(), new Linear(5, 2));
        using var _ = new NoGrad();
        Should.Throw<ArgumentException>(() => model.Forward(Tensor.Ones(2, 3)));
        new Sequential(new Linear(3, 4), new ReLU()).Forward(Tensor.Ones(2, 3)).Shape.ShouldBe(new Shape(2, 4));
    }

    /// <summary>
    /// A batch of several blocks' feature maps is a multiple of what is allocated if any of them is left to the garbage collector.
    /// </summary>
    [Theory]
    [InlineData("mlp")]
    [InlineData("cnn")]
    [InlineData("resnet18")]
    [InlineData("own")]
    public void Inference_allocates_nothing_once_warm(string name)
    {
        var model = name == "own" ? new Sequential(new OwnBlock(4), new OwnBlock(4)) : ModelCatalog.Create(name);
        model.Eval();
        using var _ = new NoGrad();
        var images = Tensor.Rand([3, name == "own" ? 4 : 1, 28, 28], random: new RandomStream(1));
        ComputeSettings.With(1, () =>
        {
            var allocated = long.MaxValue;
            for (var i = 0; i < 5; i++)
            {
                var before = GC.GetAllocatedBytesForCurrentThread();
                model.Forward(images).Release();
                allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            }

            allocated.ShouldBe(0);
            return allocated;
        });
    }

    [Fact]
    public void Every_module_of_the_library_declares_to_keep_nothing()
    {
        var modules = typeof(Module).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(Module)) && !type.IsAbstract);
        foreach (var module in modules.Where(type => type != typeof(ModuleList<>)))
            module.GetProperty("RetainsTensors", NonPublic)!.GetMethod!.DeclaringType.ShouldNotBe(typeof(Module), module.Name);
    }

    /// <summary>A residual block written with the public API only, as fast as the library's.</summary>
    private sealed class OwnBlock : Module
    {
        private readonly Conv2d _conv1, _conv2;
        private readonly BatchNorm2d _bn1, _bn2;

        public OwnBlock(int channels)
        {
            _conv1 = Register("conv1", new Conv2d(channels, channels, 3, padding: 1, bias: false));
            _bn1 = Register("bn1", new BatchNorm2d(channels));
            _conv2 = Register("conv2", new Conv2d(channels, channels, 3, padding: 1, bias: false));
            _bn2 = Register("bn2", new BatchNorm2d(channels));
        }

        protected override bool RetainsTensors => false;

        protected override Tensor ForwardCore(Tensor input) =>
            _conv2.Forward(_conv1.Forward(input, _bn1, relu: true), _bn2, residual: input, relu: true);
    }

    private sealed class Keeper : Module
    {
        public List<Tensor> Kept { get; } = [];

        protected override Tensor ForwardCore(Tensor input)
        {
            var twice = input * 2;
            var output = new ReLU().Forward(twice);
            Kept.AddRange([input, twice, output]);
            return output;
        }
    }

    private sealed class Liar : Module
    {
        public Tensor Kept { get; private set; }

        protected override bool RetainsTensors => false;

        protected override Tensor ForwardCore(Tensor input)
        {
            Kept = input * 2;
            return Kept + 1;
        }
    }
}
