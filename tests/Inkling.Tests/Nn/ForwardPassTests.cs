using Inkling.Models;
using Inkling.Nn;

namespace Inkling.Tests.Nn;

[Collection(ComputeSettings.Name)]
public class ForwardPassTests
{
    [Theory, InlineData("mlp", 4), InlineData("cnn", 10), InlineData("resnet18", 14), InlineData("custom", 6)]
    public void In_parts_it_computes_the_bits_of_forward_and_the_same_gradients(string name, int parts)
    {
        var model = ModelCatalog.Create(name);
        var images = Tensor.Rand([3, 1, 28, 28], random: new RandomStream(1));
        var expected = model.Forward(images).ToArray();
        model.Forward(images).Sum().Backward();
        var gradients = Gradients(model);
        model.ZeroGrad();

        var pass = new ForwardPass();
        pass.Start(model, images);
        pass.Output.Equals(images).ShouldBeTrue();
        var count = 0;
        while (pass.Advance())
            count++;
        count.ShouldBe(parts);
        pass.Output.ToArray().ShouldBe(expected);
        pass.Output.Sum().Backward();
        Gradients(model).ShouldBe(gradients);
        images.Shape[0].ShouldBe(3);
    }

    [Fact]
    public void A_network_with_a_hook_is_one_part_and_what_the_hook_keeps_is_left_alone()
    {
        var model = Mlp.Create(hidden: 8);
        var kept = new List<Tensor>();
        model[1].RegisterForwardHook((_, _, output) => kept.Add(output));
        var images = Tensor.Rand([3, 1, 28, 28], random: new RandomStream(1));
        using var _ = new NoGrad();
        var pass = new ForwardPass();
        pass.Start(model, images);
        pass.Advance().ShouldBeTrue();
        pass.Advance().ShouldBeFalse();
        kept[0].Relu().Shape.ShouldBe(new Shape(3, 8));
    }

    [Fact]
    public void Outputs_in_between_are_released_unless_the_next_module_returns_them()
    {
        var model = new Sequential(new Linear(3, 4), new Flatten(), new Dropout(), new ReLU());
        model.Eval();
        using var _ = new NoGrad();
        var pass = new ForwardPass();
        pass.Start(model, Tensor.Ones(2, 3));
        pass.Advance();
        var first = pass.Output;
        pass.Advance();
        pass.Advance();
        pass.Output.Equals(first).ShouldBeTrue();
        pass.Advance().ShouldBeTrue();
        Should.Throw<ObjectDisposedException>(() => first.Item());
        pass.Output.Shape.ShouldBe(new Shape(2, 4));
    }

    private static float[] Gradients(Module model) => [.. model.Parameters().SelectMany(parameter => parameter.Grad.ToArray())];
}
