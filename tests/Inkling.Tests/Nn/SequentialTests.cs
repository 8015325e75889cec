using Inkling.Models;
using Inkling.Nn;

namespace Inkling.Tests.Nn;

public class SequentialTests
{
    [Fact]
    public void A_module_of_a_sequential_can_be_replaced()
    {
        var model = new Sequential(new Conv2d(1, 2, 3), new BatchNorm2d(2), new Flatten(), new Linear(16, 5));
        model.Eval();
        model[^1] = new Linear(16, 3);
        model[0] = new MaxPool2d(2);
        model[1] = new Identity();
        model.StateDictionary().Keys.ShouldBe(["3.weight", "3.bias"]);
        model.Forward(Tensor.Ones(7, 1, 16, 4)).Shape.ShouldBe(new Shape(7, 3));
        Should.Throw<IndexOutOfRangeException>(() => model[4] = new Identity());
    }

    [Fact]
    public void A_replaced_head_of_ResNet18_is_evaluated_in_parts_too()
    {
        var model = new ResNet18();
        model.Eval();
        var images = Tensor.Rand(65, 1, 8, 8);
        using var _ = new NoGrad();
        var head = new Linear(512, 3);
        model.Fc = head;
        var parts = model.Forward(images);
        model.Fc = new Sequential(head, new Identity());
        model.Forward(images).ToArray().ShouldBe(parts.ToArray());
        model.ToString().ShouldStartWith("ResNet18(1, Sequential(");
        parts.Shape.ShouldBe(new Shape(65, 3));
    }
}
