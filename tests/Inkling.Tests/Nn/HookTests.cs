using Inkling.Models;
using Inkling.Nn;

namespace Inkling.Tests.Nn;

public class HookTests
{
    [Fact]
    public void A_forward_hook_sees_input_and_output_of_every_forward_until_it_is_removed()
    {
        var model = new Net();
        var seen = new List<(Module Module, Tensor Input, Tensor Output)>();
        var hook = model.Hidden.RegisterForwardHook((module, input, output) => seen.Add((module, input, output)));
        var x = Tensor.Rand([2, 3], random: new RandomStream(1));
        model.Forward(x);
        seen.Count.ShouldBe(1);
        seen[0].Module.ShouldBeSameAs(model.Hidden);
        seen[0].Input.Equals(x).ShouldBeTrue();
        seen[0].Output.ToArray().ShouldBe(model.Hidden.Forward(x).ToArray());
        seen.Count.ShouldBe(2);
        hook.Dispose();
        hook.Dispose();
        model.Forward(x);
        seen.Count.ShouldBe(2);
    }

    [Fact]
    public void Hooks_run_in_the_order_of_registration()
    {
        var model = new Net();
        var order = new List<int>();
        using var first = model.Hidden.RegisterForwardHook((_, _, _) => order.Add(1));
        using var second = model.RegisterForwardHook((_, _, _) => order.Add(3));
        using var third = model.Hidden.RegisterForwardHook((_, _, _) => order.Add(2));
        model.Forward(Tensor.Ones(1, 3));
        order.ShouldBe([1, 2, 3]);
    }

    /// <summary>What a hook keeps of a norm is its output, without the shortcut that is added to it.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_norm_before_a_residual_sum_has_hooks_with_and_without_recording(bool records)
    {
        var block = new BasicBlock(2, 2, random: new RandomStream(1)).Eval();
        block.Children.Select(child => child.Module).OfType<BatchNorm2d>().Last().Bias.Span.Fill(0.5f);
        var x = Tensor.Rand([1, 2, 4, 4], random: new RandomStream(2));
        var expected = block.Forward(x).ToArray();
        Tensor? kept = null;
        using var hook = block.NamedModules().Single(entry => entry.Name == "bn2").Module.RegisterForwardHook((_, _, y) => kept = y);
        var output = Forward();
        output.ToArray().ShouldBe(expected);
        output.ToArray().ShouldBe(kept!.Value.ToArray().Zip(x.ToArray(), (a, b) => Math.Max(0, a + b)));

        Tensor Forward()
        {
            if (records)
                return block.Forward(x);
            using var _ = new NoGrad();
            return block.Forward(x);
        }
    }

    [Fact]
    public void Hooks_on_every_module_of_a_deep_network_fire_and_leave_the_output_as_it_is()
    {
        var model = new ResNet18(1, 10) { EnlargeTo = 20 };
        model.Eval();
        using var _ = new NoGrad();
        var images = Tensor.Rand([70, 1, 16, 16], random: new RandomStream(2));
        var expected = model.Forward(images).ToArray();
        var shapes = new Dictionary<string, Shape>();
        var hooks = model.NamedModules()
            .Select(entry => entry.Module.RegisterForwardHook((_, _, output) => shapes.Add(entry.Name, output.Shape))).ToList();
        var hooked = model.Forward(images).ToArray();
        // Alone a ReLU or batch norm rounds as it does in one pass with its neighbours, and the batch is not divided.
        hooked.AsSpan().ShouldBeCloseTo(expected, 1e-6, "with hooks");
        shapes.Keys.ShouldBe(model.NamedModules().Select(entry => entry.Name), ignoreOrder: true);
        shapes[""].ShouldBe(new Shape(70, 10));
        shapes["conv1"].ShouldBe(new Shape(70, 64, 10, 10));
        shapes["layer2.0.downsample.0"].ShouldBe(new Shape(70, 128, 3, 3));
        foreach (var hook in hooks)
            hook.Dispose();
        model.Forward(images).ToArray().ShouldBe(expected);
    }

    [Fact]
    public void What_hooks_keep_stays_readable()
    {
        var model = new Sequential(new Linear(3, 4), new ReLU(), new Linear(4, 4), new ReLU(), new Linear(4, 2));
        model.Eval();
        using var _ = new NoGrad();
        var kept = new List<Tensor>();
        using var hook = model[2].RegisterForwardHook((_, input, output) => kept.AddRange([input, output, output.Relu() * 2]));
        var x = Tensor.Ones(2, 3);
        var expected = model[2].Forward(model[1].Forward(model[0].Forward(x))).ToArray();
        kept.Clear();
        for (var i = 0; i < 3; i++)
            model.Forward(x);
        kept.Count.ShouldBe(9);
        kept[1].ToArray().ShouldBe(expected);
        kept[0].ToArray().ShouldAllBe(value => value >= 0);
        kept[2].ToArray().ShouldBe([.. expected.Select(value => 2 * Math.Max(value, 0))]);
    }

    [Fact]
    public void A_backward_hook_sees_the_gradients_of_input_and_output()
    {
        var model = new Net();
        var x = Tensor.Rand([2, 3], random: new RandomStream(3)).RequireGrad();
        model.Forward(x).Sum().Backward();
        var expected = model.Parameters().Select(parameter => parameter.Grad.ToArray()).ToList();
        var inputGradient = x.Grad.ToArray();
        model.ZeroGrad();
        x.ZeroGrad();

        var calls = new List<(Module Module, Tensor? Input, Tensor Output)>();
        using var hidden = model.Hidden.RegisterFullBackwardHook((module, input, output) => calls.Add((module, input, output)));
        using var head = model.Head.RegisterFullBackwardHook((module, input, output) => calls.Add((module, input, output)));
        model.Forward(x).Sum().Backward();
        calls.Select(call => call.Module).ShouldBe([model.Head, model.Hidden]);
        calls[0].Output.ToArray().ShouldBe([1, 1, 1, 1]);
        // d sum / d input of the head: the sums of its weights.
        var weight = model.Head.Weight.ToArray();
        calls[0].Input!.Value.ToArray().ShouldBe(
            [.. Enumerable.Range(0, 8).Select(i => weight[i % 4] + weight[4 + (i % 4)])], 1e-6);
        calls[1].Input!.Value.ToArray().ShouldBe(inputGradient);
        calls[1].Output.Shape.ShouldBe(new Shape(2, 4));
        foreach (var (parameter, gradient) in model.Parameters().Zip(expected))
            parameter.Grad.ToArray().ShouldBe(gradient);
    }

    [Fact]
    public void A_backward_hook_gets_no_gradient_of_an_input_that_requires_none()
    {
        var model = new Net();
        var calls = new List<(Tensor? Input, Tensor Output)>();
        using var hook = model.Hidden.RegisterFullBackwardHook((_, input, output) => calls.Add((input, output)));
        model.Forward(Tensor.Ones(2, 3)).Sum().Backward();
        calls.Count.ShouldBe(1);
        calls[0].Input.ShouldBeNull();
        calls[0].Output.Shape.ShouldBe(new Shape(2, 4));
        using (new NoGrad())
            model.Forward(Tensor.Ones(2, 3));
        calls.Count.ShouldBe(1);
    }

    private sealed class Net : Module
    {
        public Net() => (Hidden, Head) = (Register("hidden", new Linear(3, 4)), Register("head", new Linear(4, 2)));

        public Linear Hidden { get; }

        public Linear Head { get; }

        protected override Tensor ForwardCore(Tensor input) => Head.Forward(Hidden.Forward(input).Relu());
    }

    [Fact]
    public void A_backward_hook_may_run_a_backward_pass_of_its_own()
    {
        var (x, other) = (Tensor.Of(3).RequireGrad(), Tensor.Of(5).RequireGrad());
        var inner = other.Square();
        var layer = new ReLU();
        using var _ = layer.RegisterFullBackwardHook((_, _, _) => inner.Backward());
        (layer.Forward(x * 2) * 7).Backward();
        (x.Grad.Item(), other.Grad.Item()).ShouldBe((14, 10));
    }

    [Fact]
    public void A_hook_that_throws_leaves_no_gradients_in_the_graph()
    {
        var x = Tensor.Of(1).RequireGrad();
        var layer = new ReLU();
        var calls = 0;
        using var _ = layer.RegisterFullBackwardHook((_, _, _) =>
        {
            if (calls++ == 0)
                throw new OperationCanceledException();
        });
        var z = layer.Forward(x * 2) * 3;
        Should.Throw<OperationCanceledException>(() => z.Backward(retainGraph: true));
        z.Backward();
        x.Grad.Item().ShouldBe(6);
    }
}
