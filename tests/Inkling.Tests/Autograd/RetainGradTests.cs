namespace Inkling.Tests.Autograd;

public class RetainGradTests
{
    [Fact]
    public void A_computed_tensor_keeps_its_gradient_only_when_asked()
    {
        var x = Tensor.From([1f, -2, 3], 3).RequireGrad();
        var (hidden, other) = ((x * 2).RetainGrad(), x * 3);
        var active = hidden.Relu().RetainGrad();
        ((active * other).Sum() + hidden.Sum()).Backward();
        active.Grad.ToArray().ShouldBe([3, -6, 9]);
        hidden.Grad.ToArray().ShouldBe([4, 1, 10]);
        other.HasGrad.ShouldBeFalse();
        x.Grad.ToArray().ShouldBe([(4 * 2) + (2 * 3), 2, (10 * 2) + (6 * 3)]);
    }

    [Fact]
    public void Gradients_of_several_passes_add_up_and_do_not_change_those_of_leaves()
    {
        var x = Tensor.From([1f, 2], 2).RequireGrad();
        var hidden = (x * x).RetainGrad();
        var loss = (hidden * 5).Sum();
        loss.Backward(retainGraph: true);
        loss.Backward(retainGraph: true);
        hidden.Grad.ToArray().ShouldBe([10, 10]);
        x.Grad.ToArray().ShouldBe([20, 40]);
        hidden.ZeroGrad();
        hidden.HasGrad.ShouldBeFalse();
        loss.Backward();
        hidden.Grad.ToArray().ShouldBe([5, 5]);
        x.Grad.ToArray().ShouldBe([30, 60]);
    }

    /// <summary>Feature maps lie in another layout, and a convolution adds to a gradient that is there already.</summary>
    [Fact]
    public void Feature_maps_keep_their_gradient()
    {
        var x = Tensor.Randn([2, 3, 4, 5], new RandomStream(1)).RequireGrad();
        var weight = Tensor.Randn([3, 3, 3, 3], new RandomStream(2));
        var (hidden, leaf) = ((x * 1).RetainGrad(), x.Clone().RequireGrad());
        Loss(leaf).Backward();
        Loss(hidden).Backward();
        hidden.Grad.ToArray().ShouldBe(leaf.Grad.ToArray());
        x.Grad.ToArray().ShouldBe(leaf.Grad.ToArray());

        Tensor Loss(Tensor input)
        {
            var maps = input.Conv2d(weight, padding: 1);
            return (maps + input).Square().Sum();
        }
    }

    [Fact]
    public void A_leaf_keeps_its_gradient_as_ever_and_a_tensor_without_one_is_refused()
    {
        var x = Tensor.From([1f], 1).RequireGrad().RetainGrad();
        (x * 2).Sum().Backward();
        x.Grad.ToArray().ShouldBe([2]);
        Should.Throw<InvalidOperationException>(() => Tensor.From([1f], 1).RetainGrad()).Message
            .ShouldBe("RetainGrad() on a tensor of shape [1] that requires no gradient");
    }
}
