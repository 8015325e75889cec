using Inkling.Formats;
using Inkling.Optim;

namespace Inkling.Tests.Optim;

public class ScheduleTests
{
    [Fact]
    public void One_cycle_is_that_of_PyTorch_over_100_steps()
    {
        var file = Reference.Open("optimizers.safetensors");
        var (rates, momenta) = (file["onecycle_torch.lr"].ToSingles(), file["onecycle_torch.momentum"].ToSingles());
        var schedule = new OneCycleSchedule(0.1f, 100);
        for (var step = 0; step < 100; step++)
        {
            // Each on its own scale: the last rates are ten thousand times smaller than the first.
            schedule.LearningRate(step).ShouldBe(rates[step], rates[step] * Close.Operation, $"rate of step {step}");
            schedule.Momentum(step)!.Value.ShouldBe(momenta[step], momenta[step] * Close.Operation, $"momentum of step {step}");
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(7)]
    public void One_cycle_stays_within_its_bounds_however_few_the_steps(int steps)
    {
        var schedule = new OneCycleSchedule(0.1f, steps);
        for (var step = 0; step < steps; step++)
        {
            schedule.LearningRate(step).ShouldBeInRange(0, 0.1f + 1e-8f);
            schedule.Momentum(step)!.Value.ShouldBeInRange(0.85f, 0.95f);
        }
    }

    [Fact]
    public void Step_schedule_drops_at_its_steps()
    {
        var schedule = new StepSchedule(0.5f, stepSize: 3, gamma: 0.1f);
        Enumerable.Range(0, 7).Select(schedule.LearningRate).ShouldBe([0.5f, 0.5f, 0.5f, 0.05f, 0.05f, 0.05f, 0.005f], 1e-7);
        schedule.Momentum(3).ShouldBeNull();
    }

    [Fact]
    public void Apply_sets_the_optimizer()
    {
        var optimizer = new SGD([Tensor.Of(1).RequireGrad()], 1, momentum: 0.5f);
        new ConstantSchedule(0.25f).Apply(optimizer, 10);
        (optimizer.LearningRate, optimizer.Momentum).ShouldBe((0.25f, 0.5f));
        new OneCycleSchedule(0.1f, 100).Apply(optimizer, 0);
        (optimizer.LearningRate, optimizer.Momentum).ShouldBe((0.004f, 0.95f));
    }

    [Fact]
    public void One_cycle_refuses_what_makes_no_cycle()
    {
        Should.Throw<ArgumentOutOfRangeException>(() => new OneCycleSchedule(0.1f, 0));
        Should.Throw<ArgumentOutOfRangeException>(() => new OneCycleSchedule(0.1f, 10, risingShare: 1));
    }
}
