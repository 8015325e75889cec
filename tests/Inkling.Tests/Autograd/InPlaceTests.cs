namespace Inkling.Tests.Autograd;

public class InPlaceTests
{
    [Fact]
    public void An_input_changed_before_the_backward_pass_is_refused()
    {
        var x = Tensor.Full(new Shape(1, 1), 3);
        var w = Tensor.Ones(1, 1).RequireGrad();
        var y = x.MatMul(w);
        x *= 100;
        Should.Throw<InvalidOperationException>(() => y.Sum().Backward()).Message.ShouldContain("changed in place");
        w.HasGrad.ShouldBeFalse();
    }

    [Fact]
    public void A_result_changed_before_the_backward_pass_is_refused_where_its_values_are_needed()
    {
        var w = Tensor.Ones(3).RequireGrad();
        var y = w.Sigmoid();
        using (new NoGrad())
            y *= 0;
        Should.Throw<InvalidOperationException>(() => y.Sum().Backward());
    }

    [Fact]
    public void A_change_that_the_backward_pass_does_not_need_is_allowed()
    {
        var w = Tensor.Ones(3).RequireGrad();
        var added = Tensor.Ones(3);
        var y = w + added;
        added *= 5;
        y.Sum().Backward();
        w.Grad.ToArray().ShouldBe([1, 1, 1]);
    }

    [Fact]
    public void A_weight_changed_by_an_optimizer_between_two_backward_passes_is_refused()
    {
        var w = Tensor.Ones(2).RequireGrad();
        var y = (w * w).Sum();
        y.Backward(retainGraph: true);
        new Inkling.Optim.SGD([w], 0.1f).Step();
        Should.Throw<InvalidOperationException>(() => y.Backward());
    }
}
