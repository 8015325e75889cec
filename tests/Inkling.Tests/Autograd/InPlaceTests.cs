using Inkling.Nn;

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
    public void Changed_indices_are_refused_and_a_changed_source_is_allowed()
    {
        var x = Tensor.Of(1, 2, 3).RequireGrad();
        var (index, offset) = (Tensor.Of(0), Tensor.Of(1));
        var taken = x.Gather(0, index);
        index += offset;
        Should.Throw<InvalidOperationException>(() => taken.Backward()).Message.ShouldContain("changed in place");

        var other = x.Gather(0, offset);
        using (new NoGrad())
            x *= 2;
        other.Backward();
        x.Grad.ToArray().ShouldBe([0, 1, 0]);
    }

    [Fact]
    public void Loading_a_state_before_the_backward_pass_is_refused()
    {
        var layer = new Linear(2, 1);
        var loss = layer.Forward(Tensor.Ones(1, 2).RequireGrad()).Sum();
        layer.LoadStateDictionary(layer.StateDictionary());
        Should.Throw<InvalidOperationException>(() => loss.Backward()).Message.ShouldContain("changed in place");
    }

    [Fact]
    public void In_place_operands_broadcast_and_may_overlap()
    {
        var x = Tensor.From([1, 2, 3, 4], 2, 2);
        x += Tensor.Of(10, 20);
        x.ToArray().ShouldBe([11, 22, 13, 24]);
        x -= x[0];
        x.ToArray().ShouldBe([0, 0, 2, 2]);
        var line = Tensor.Of(1, 2, 4);
        var tail = line[1..];
        tail -= line[..^1];
        line.ToArray().ShouldBe([1, 1, 2]);
        Should.Throw<ArgumentException>(() => line += x).Message.ShouldBe(
            "+=: shapes [3] and [2, 2] do not fit: dimension -1 is 3 and 2, expected equal sizes or 1");
        var row = Tensor.Of(1, 2);
        Should.Throw<ArgumentException>(() => row += x).Message.ShouldBe(
            "+=: a tensor of shape [2, 2] cannot change one of shape [2] in place");
    }

    [Fact]
    public void Division_in_place_changes_the_memory_of_a_parameter()
    {
        var layer = new BatchNorm1d(2);
        using (new NoGrad())
        {
            var weight = layer.Weight;
            weight /= 4;
        }

        layer.Weight.ToArray().ShouldBe([0.25f, 0.25f]);
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
