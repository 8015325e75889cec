namespace Inkling.Tests.Autograd;

public class BackwardTests
{
    [Fact]
    public void Gradients_add_up_until_they_are_cleared()
    {
        var x = Tensor.Of(1, 2).RequireGrad();
        (x * 3).Sum().Backward();
        (x * 4).Sum().Backward();
        x.Grad.ToArray().ShouldBe([7, 7]);
        x.ZeroGrad();
        x.HasGrad.ShouldBeFalse();
        (x * 5).Sum().Backward();
        x.Grad.ToArray().ShouldBe([5, 5]);
    }

    [Fact]
    public void An_input_used_twice_gets_both_gradients()
    {
        var x = Tensor.Of(3, -2).RequireGrad();
        (x * x).Sum().Backward();
        x.Grad.ToArray().ShouldBe([6, -4]);
    }

    [Fact]
    public void The_gradients_of_all_uses_of_a_tensor_are_summed_before_they_flow_on()
    {
        // A diamond, and one arm longer than the other: y = 2x, z = y³ + 5y.
        var x = Tensor.Of(1, 2).RequireGrad();
        var y = x * 2;
        ((y * y * y) + (y * 5)).Sum().Backward();
        x.Grad.ToArray().ShouldBe([2 * ((3 * 4) + 5), 2 * ((3 * 16) + 5)]);
    }

    [Fact]
    public void The_backward_pass_of_a_very_deep_graph_does_not_recurse()
    {
        var x = Tensor.Scalar(1).RequireGrad();
        var y = x + 0;
        for (var i = 0; i < 50_000; i++)
            y = y + 1;
        y.Backward();
        x.Grad.Item().ShouldBe(1);
    }

    [Fact]
    public void The_backward_pass_visits_each_operation_once()
    {
        // 2^60 paths lead back; a walk per path would never end.
        var x = Tensor.Scalar(1).RequireGrad();
        var y = x * 1;
        for (var i = 0; i < 60; i++)
            y = (y + y) * 0.5f;
        y.Backward();
        x.Grad.Item().ShouldBe(1);
    }

    [Fact]
    public void Gradients_reach_the_inputs_of_a_network_too()
    {
        var image = Tensor.Of(1, 2, 3).Unsqueeze(0).RequireGrad();
        var weight = Tensor.From([1, 10, 100], 3, 1);
        image.Linear(weight).Sum().Backward();
        image.Grad.ToArray().ShouldBe([1, 10, 100]);
        weight.HasGrad.ShouldBeFalse();
    }

    [Fact]
    public void A_gradient_may_be_given_to_start_with()
    {
        var x = Tensor.Of(1, 2).RequireGrad();
        var y = x * 3;
        Should.Throw<ArgumentException>(
            () => y.Backward(Tensor.Ones(3))).Message.ShouldStartWith("Backward(): the gradient is [3], expected [2]");
        y.Backward(Tensor.Of(10, 100));
        x.Grad.ToArray().ShouldBe([30, 300]);
    }

    [Fact]
    public void Backward_on_the_tensor_itself_adds_the_given_gradient()
    {
        var x = Tensor.Of(1).RequireGrad();
        x.Backward();
        x.Backward(Tensor.Of(4));
        x.Grad.ToArray().ShouldBe([5]);
    }

    [Fact]
    public void Backward_twice_is_refused_unless_the_graph_is_kept()
    {
        var x = Tensor.Of(1, 2).RequireGrad();
        var once = (x * x).Sum();
        once.Backward();
        Should.Throw<InvalidOperationException>(() => once.Backward()).Message.ShouldBe(
            "Backward() was called before and has freed the graph: call Backward(retainGraph: true) the first time");

        x.ZeroGrad();
        var kept = (x * x).Sum();
        kept.Backward(retainGraph: true);
        kept.Backward(retainGraph: true);
        kept.Backward();
        x.Grad.ToArray().ShouldBe([6, 12]);
        Should.Throw<InvalidOperationException>(() => kept.Backward());
    }

    [Fact]
    public void Computing_with_a_tensor_of_a_freed_graph_is_refused()
    {
        var x = Tensor.Of(1, 2).RequireGrad();
        var y = x * 2;
        y.Sum().Backward();
        Should.Throw<InvalidOperationException>(
            () => y + 1).Message.ShouldStartWith("the graph behind a tensor of shape [2] was freed by Backward()");
        (y.Detach() + 1).ToArray().ShouldBe([3, 5]);
        using (new NoGrad())
            (y + 1).ToArray().ShouldBe([3, 5]);
    }

    [Fact]
    public void A_second_loss_over_a_part_that_the_first_has_freed_is_refused_and_nothing_changes()
    {
        var x = Tensor.Of(1, 2).RequireGrad();
        var other = Tensor.Of(1, 1).RequireGrad();
        var shared = x * 2;
        var (first, second) = (shared.Sum(), (shared * 3 * other).Sum());
        first.Backward();
        Should.Throw<InvalidOperationException>(
            () => second.Backward()).Message.ShouldStartWith("the graph behind a tensor of shape [2] was freed by Backward()");
        x.Grad.ToArray().ShouldBe([2, 2]);
        other.HasGrad.ShouldBeFalse();

        // The engine goes on as if nothing had been asked for.
        x.ZeroGrad();
        (x * 5).Sum().Backward();
        x.Grad.ToArray().ShouldBe([5, 5]);
    }

    [Fact]
    public void Two_losses_over_a_shared_part_work_when_the_first_keeps_the_graph()
    {
        var x = Tensor.Of(1, 2).RequireGrad();
        var shared = x * 2;
        var (first, second) = (shared.Sum(), (shared * 3).Sum());
        first.Backward(retainGraph: true);
        second.Backward();
        x.Grad.ToArray().ShouldBe([8, 8]);
    }

    [Fact]
    public void Backward_without_a_graph_is_refused_with_the_remedy()
    {
        Should.Throw<InvalidOperationException>(() => Tensor.Of(1).Backward())
            .Message.ShouldBe("Backward() on a tensor of shape [1] that was not computed from anything that requires gradients");
        var x = Tensor.Of(1, 2).RequireGrad();
        Should.Throw<InvalidOperationException>(() => (x * 2).Backward())
            .Message.ShouldBe(
                "Backward() starts from a single number, this tensor has the shape [2]: take its Sum() or Mean(), or pass a gradient");
        Should.Throw<InvalidOperationException>(
            () => _ = x.Grad).Message.ShouldStartWith("this tensor of shape [2] has no gradient: call Backward()");
        Should.Throw<InvalidOperationException>(() => _ = Tensor.Of(1).Grad)
            .Message.ShouldBe("this tensor of shape [1] has no gradient: ask for one with RequireGrad() before computing with it");
        Should.Throw<InvalidOperationException>(() => (x * 2).RequireGrad(false)).Message.ShouldContain("use Detach() first");
    }

    [Fact]
    public void Nothing_is_recorded_under_NoGrad_which_nests()
    {
        var x = Tensor.Of(1, 2).RequireGrad();
        using (new NoGrad())
        {
            using (new NoGrad())
                (x * 2).RequiresGrad.ShouldBeFalse();
            (x * 2).RequiresGrad.ShouldBeFalse();
        }

        (x * 2).RequiresGrad.ShouldBeTrue();
    }

    [Fact]
    public void NoGrad_ends_after_an_exception_too()
    {
        var x = Tensor.Of(1).RequireGrad();
        Should.Throw<ArgumentException>(() =>
        {
            using (new NoGrad())
                _ = x.Reshape(7);
        });
        (x * 2).RequiresGrad.ShouldBeTrue();
    }

    [Fact]
    public void NoGrad_holds_for_its_own_thread_only()
    {
        var x = Tensor.Of(1).RequireGrad();
        using var _ = new NoGrad();
        var elsewhere = false;
        var thread = new Thread(() => elsewhere = (x * 2).RequiresGrad);
        thread.Start();
        thread.Join();
        elsewhere.ShouldBeTrue();
    }

    [Fact]
    public void Detach_cuts_the_gradient_and_shares_the_memory()
    {
        var x = Tensor.Of(2, 3).RequireGrad();
        var y = x * 2;
        var cut = y.Detach();
        cut.RequiresGrad.ShouldBeFalse();
        (y * cut).Sum().Backward();
        x.Grad.ToArray().ShouldBe([8, 12]);
        cut.Span[0] = 100;
        y[0].Item().ShouldBe(100);
    }

    [Fact]
    public void Changing_in_place_is_refused_while_recording_and_done_under_NoGrad()
    {
        var weights = Tensor.Of(1, 2, 3).RequireGrad();
        Should.Throw<InvalidOperationException>(() => { weights -= 1; }).Message.ShouldBe(
            "-= changes a tensor whose gradients are wanted: put it into using (new NoGrad()) { ... }, or write a = a - b");
        Should.Throw<InvalidOperationException>(() => { weights += 1; });
        Should.Throw<InvalidOperationException>(() => { weights *= 2; });
        weights.ToArray().ShouldBe([1, 2, 3]);
        var total = Tensor.Scalar(0);
        Should.Throw<InvalidOperationException>(
            () => { total += weights.Sum(); }).Message.ShouldStartWith("+= takes in a tensor whose gradients are wanted");

        var same = weights;
        using (new NoGrad())
        {
            weights += Tensor.Of(1, 1, 1);
            weights *= 2;
            weights -= Tensor.Of(0, 1, 2);
        }

        same.ToArray().ShouldBe([4, 5, 6]);
        weights.RequiresGrad.ShouldBeTrue();
        Should.Throw<ArgumentException>(() =>
        {
            var x = Tensor.Of(1, 2);
            x -= Tensor.Of(1, 2, 3);
        }).Message.ShouldStartWith("-=: shapes [2] and [3] do not fit: dimension -1 is 2 and 3, expected equal sizes or 1");
    }

    [Fact]
    public void A_change_in_place_broadcasts()
    {
        var x = Tensor.From(new float[,] { { 1, 2, 3 }, { 5, 8, 11 } });
        x -= x.Mean(0);
        x.ToArray().ShouldBe([-2, -3, -4, 2, 3, 4]);
        x *= Tensor.From([2, 10], 2, 1);
        x += x[0];
        x.ToArray().ShouldBe([-8, -12, -16, 16, 24, 32]);
        Should.Throw<ArgumentException>(() => { x += Tensor.Zeros(1, 2, 3); });
        Should.Throw<ArgumentException>(() => { x += Tensor.Zeros(2); });
    }

    [Fact]
    public void The_lesson_of_gradient_descent_by_hand_works()
    {
        // y = 3 x - 1 found from five points.
        var x = Tensor.From([-2, -1, 0, 1, 2], 5, 1);
        var y = (x * 3) - 1;
        var (slope, offset) = (Tensor.Scalar(0).RequireGrad(), Tensor.Scalar(0).RequireGrad());
        for (var step = 0; step < 100; step++)
        {
            ((x * slope) + offset).MeanSquaredError(y).Backward();
            using (new NoGrad())
            {
                slope -= slope.Grad * 0.1f;
                offset -= offset.Grad * 0.1f;
            }

            slope.ZeroGrad();
            offset.ZeroGrad();
        }

        slope.Item().ShouldBe(3, 1e-4);
        offset.Item().ShouldBe(-1, 1e-4);
    }
}
