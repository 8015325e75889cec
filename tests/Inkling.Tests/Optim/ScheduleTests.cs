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
        var schedule = new PyTorchOneCycleSchedule(0.1f, 100);
        for (var step = 0; step < 100; step++)
        {
            // Each on its own scale: the last rates are ten thousand times smaller than the first.
            schedule.LearningRate(step).ShouldBe(rates[step], rates[step] * Close.Operation, $"rate of step {step}");
            schedule.Momentum(step)!.Value.ShouldBe(momenta[step], momenta[step] * Close.Operation, $"momentum of step {step}");
        }
    }

    [Fact]
    public void The_one_cycle_policy_is_that_of_fastai_at_101_points()
    {
        var file = Reference.Open("optimizers.safetensors");
        var (rates, momenta) = (file["onecycle_fastai.lr"].ToSingles(), file["onecycle_fastai.momentum"].ToSingles());
        var schedule = new OneCycleSchedule(0.1f, 100);
        for (var step = 0; step <= 100; step++)
        {
            schedule.LearningRate(step).ShouldBe(rates[step], rates[step] * Close.Operation, $"rate at {step} %");
            schedule.Momentum(step)!.Value.ShouldBe(momenta[step], momenta[step] * Close.Operation, $"momentum at {step} %");
        }

        Should.Throw<ArgumentOutOfRangeException>(() => new OneCycleSchedule(0.1f, 0));
        Should.Throw<ArgumentOutOfRangeException>(() => new OneCycleSchedule(0.1f, 10, pctStart: 0));
    }

    [Fact]
    public void Exponential_schedule_rises_by_the_same_factor()
    {
        var schedule = new ExponentialSchedule(1e-3f, 10, 5);
        Enumerable.Range(0, 5).Select(schedule.LearningRate).ShouldBe([1e-3f, 1e-2f, 0.1f, 1, 10], 1e-6);
        Should.Throw<ArgumentOutOfRangeException>(() => new ExponentialSchedule(0, 1, 5));
        Should.Throw<ArgumentOutOfRangeException>(() => new ExponentialSchedule(1, float.NaN, 5));
        Should.Throw<ArgumentOutOfRangeException>(() => new ExponentialSchedule(1, 2, 1));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(7)]
    public void One_cycle_stays_within_its_bounds_however_few_the_steps(int steps)
    {
        var schedule = new PyTorchOneCycleSchedule(0.1f, steps);
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

    [Theory]
    [InlineData("cosine")]
    [InlineData("step")]
    [InlineData("exponential")]
    [InlineData("linear")]
    [InlineData("linear_cosine")]
    public void Follows_the_schedule_of_PyTorch(string name)
    {
        Schedule schedule = name switch
        {
            "cosine" => new CosineSchedule(0.1f, 20, minimum: 0.001f),
            "step" => new StepSchedule(0.1f, 4, 0.3f),
            "exponential" => new ExponentialSchedule(0.1f, 0.1f * MathF.Pow(0.8f, 14), 15),
            "linear" => new WarmUp(new ConstantSchedule(0.1f), 6),
            _ => new WarmUp(new CosineSchedule(0.1f, 20), 4, startFactor: 0.1f),
        };
        var expected = Reference.Open("nn_optim.safetensors")[$"schedule.{name}"].ToSingles();
        Enumerable.Range(0, expected.Length).Select(schedule.LearningRate).ShouldBe(expected, 1e-7);
    }

    [Fact]
    public void Warm_up_leaves_the_momentum_to_its_schedule()
    {
        new WarmUp(new OneCycleSchedule(0.1f, 100), 10).Momentum(25).ShouldBe(0.85f);
        Should.Throw<ArgumentOutOfRangeException>(() => new WarmUp(new ConstantSchedule(0.1f), 0));
        Should.Throw<ArgumentOutOfRangeException>(() => new WarmUp(new ConstantSchedule(0.1f), 10, startFactor: 0));
        Should.Throw<ArgumentOutOfRangeException>(() => new CosineSchedule(0, 10));
        Should.Throw<ArgumentOutOfRangeException>(() => new CosineSchedule(0.1f, 0));
    }

    [Fact]
    public void Kinds_make_the_schedules_that_they_name()
    {
        ScheduleKind.Constant.Create(0.2f, 10).ShouldBeOfType<ConstantSchedule>().LearningRate(9).ShouldBe(0.2f);
        ScheduleKind.OneCycle.Create(0.2f, 100).ShouldBeOfType<OneCycleSchedule>().LearningRate(25).ShouldBe(0.2f);
        ScheduleKind.Cosine.Create(0.2f, 10).ShouldBeOfType<CosineSchedule>().LearningRate(5).ShouldBe(0.1f, 1e-7);
        Should.Throw<ArgumentOutOfRangeException>(() => ((ScheduleKind)9).Create(0.2f, 10));
    }

    [Fact]
    public void Schedules_say_whether_they_depend_on_the_number_of_steps()
    {
        Schedule[] independent = [new ConstantSchedule(0.1f), new StepSchedule(0.1f, 4), new WarmUp(new ConstantSchedule(0.1f), 6)];
        Schedule[] dependent =
        [
            new OneCycleSchedule(0.1f, 9), new PyTorchOneCycleSchedule(0.1f, 9), new CosineSchedule(0.1f, 9),
            new ExponentialSchedule(0.1f, 1, 9), new LambdaSchedule(step => step / 9f), new WarmUp(new CosineSchedule(0.1f, 9), 6),
        ];
        independent.ShouldAllBe(schedule => !schedule.DependsOnTotalSteps);
        dependent.ShouldAllBe(schedule => schedule.DependsOnTotalSteps);
    }

    [Fact]
    public void Apply_sets_the_optimizer()
    {
        var optimizer = new SGD([Tensor.Of(1).RequireGrad()], 1, momentum: 0.5f);
        new ConstantSchedule(0.25f).Apply(optimizer, 10);
        (optimizer.LearningRate, optimizer.Momentum).ShouldBe((0.25f, 0.5f));
        new PyTorchOneCycleSchedule(0.1f, 100).Apply(optimizer, 0);
        (optimizer.LearningRate, optimizer.Momentum).ShouldBe((0.004f, 0.95f));
    }

    [Fact]
    public void One_cycle_refuses_what_makes_no_cycle()
    {
        Should.Throw<ArgumentOutOfRangeException>(() => new PyTorchOneCycleSchedule(0.1f, 0));
        Should.Throw<ArgumentOutOfRangeException>(() => new PyTorchOneCycleSchedule(0.1f, 10, pctStart: 1));
    }
}
