using Inkling.Nn;
using Inkling.Optim;

namespace Inkling.Tests.Autograd;

public class LifetimeTests
{
    [Fact]
    public void A_computed_tensor_can_be_read_until_the_next_step_has_ended_and_never_after()
    {
        var x = Tensor.Of(1, 2).RequireGrad();
        var y = x * 2;
        var loss = y.Sum();
        loss.Backward();
        (loss.Item(), y[1].Item()).ShouldBe((6, 4));

        var next = (x * 3).Sum();
        loss.Item().ShouldBe(6);
        next.Backward();
        Should.Throw<ObjectDisposedException>(() => loss.Item()).Message.ShouldContain("Clone() what is to be kept");
        Should.Throw<ObjectDisposedException>(() => y + 1);
        next.Item().ShouldBe(9);
    }

    [Fact]
    public void A_clone_and_a_detached_view_outlive_the_step()
    {
        var x = Tensor.Of(1, 2).RequireGrad();
        var y = x * 2;
        var (clone, detached) = (y.Clone(), y.Detach());
        for (var step = 0; step < 3; step++)
            (step == 0 ? y : x * step).Sum().Backward();
        clone.ToArray().ShouldBe([2, 4]);
        detached.ToArray().ShouldBe([2, 4]);
    }

    [Fact]
    public void A_gradient_expires_when_it_is_cleared()
    {
        var x = Tensor.Of(1, 2).RequireGrad();
        x.Sum().Backward();
        var gradient = x.Grad;
        x.ZeroGrad();
        Should.Throw<ObjectDisposedException>(() => gradient.ToArray());
    }

    [Fact]
    public void A_released_tensor_is_gone()
    {
        var x = Tensor.Of(1);
        x.Release();
        Should.Throw<ObjectDisposedException>(() => x.Item());
        Should.Throw<ObjectDisposedException>(x.Release);
        Should.Throw<InvalidOperationException>(() => default(Tensor).Item()).Message.ShouldContain("never set");
    }

    [Fact]
    public void What_was_computed_before_the_loop_stays_valid_in_every_epoch()
    {
        var random = new RandomStream(1);
        // Inputs that are themselves results of operations, one of them a view of another.
        var raw = Tensor.Rand([30, 2, 3], random: random);
        var images = ((raw - raw.Mean()) / 0.3f).Flatten(1);
        var targets = (images.Sum(1, keepDim: true) * 0.5f) + 1;
        var expected = (images.ToArray(), targets.ToArray());
        var model = new Sequential(new Linear(6, 1, random: random));
        var optimizer = new SGD(model.Parameters(), 0.1f);
        float first = 0, last = 0;
        for (var epoch = 0; epoch < 200; epoch++)
        {
            var loss = model.Forward(images).MeanSquaredError(targets);
            optimizer.ZeroGrad();
            loss.Backward();
            optimizer.Step();
            last = loss.Item();
            if (epoch == 0)
                first = last;
        }

        last.ShouldBeLessThan(first / 1000);
        images.ToArray().ShouldBe(expected.Item1);
        targets.ToArray().ShouldBe(expected.Item2);
    }

    [Fact]
    public void A_step_that_is_forgotten_before_Backward_harms_nobody()
    {
        var x = Tensor.Of(1, 2).RequireGrad();
        for (var i = 0; i < 10; i++)
        {
            _ = (x * i).Sum();
            (x * 2).Sum().Backward();
        }

        x.Grad.ToArray().ShouldBe([20, 20]);
    }

    [Fact]
    public void Memory_that_is_used_again_never_shows_through_a_living_tensor()
    {
        // Random steps in random order; whatever is still readable must hold what was computed.
        var random = new RandomStream(9);
        var x = Tensor.Randn([8, 8], random).RequireGrad();
        var kept = new List<(Tensor Tensor, float[] Values)>();
        for (var round = 0; round < 300; round++)
        {
            var y = x * random.NextSingle();
            var view = random.Next(2) == 0 ? y[2..5] : y.Reshape(4, 16);
            var z = random.Next(3) switch
            {
                0 => view.Relu(),
                1 => view + view,
                _ => view.Exp(),
            };
            if (random.Next(4) == 0)
                kept.Add((z.Detach(), z.ToArray()));
            if (random.Next(4) == 0)
                kept.Add((y.Clone(), y.ToArray()));
            x.ZeroGrad();
            z.Mean().Backward();
            kept.Add((x.Grad.Clone(), x.Grad.ToArray()));
            foreach (var (tensor, values) in kept)
                tensor.ToArray().ShouldBe(values);
            if (kept.Count > 40)
                kept.RemoveRange(0, 20);
        }
    }

    [Fact]
    public void A_backward_pass_that_is_given_up_leaves_no_gradient_within_the_graph_and_others_may_run_in_between()
    {
        var x = Tensor.Of(1, 2).RequireGrad();
        var y = (x * 2).RetainGrad();
        var loss = (y * y).Sum();
        using (var pass = loss.StartBackward(retainGraph: true))
        {
            pass.Advance().ShouldBeTrue();
            var other = Tensor.Of(5).RequireGrad();
            (other * 3).Sum().Backward();
            other.Grad.Item().ShouldBe(3);
        }

        x.HasGrad.ShouldBeFalse();
        loss.Backward();
        y.Grad.ToArray().ShouldBe([4, 8]);
        x.Grad.ToArray().ShouldBe([8, 16]);
    }
}
