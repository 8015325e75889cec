using Inkling.Formats;
using Inkling.Tests.Formats;
using Inkling.Training;
using Inkling.Training.Callbacks;

namespace Inkling.Tests.Training.Callbacks;

public sealed class CallbackTests : IDisposable
{
    private readonly Scratch _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public void Stop_on_NaN_leaves_the_weights_finite()
    {
        var learner = Small.Learner().Add(new StopOnNaN());
        var finite = new List<bool>();
        learner.Add(new AtStep(null, it => finite.Add(float.IsFinite(it.LossValue))));
        var error = Should.Throw<DivergenceException>(() => learner.Fit(5, 1e25f));
        error.Step.ShouldBe(finite.Count + 1);
        finite.ShouldAllBe(one => one);
    }

    [Fact]
    public void Clipping_brings_the_norm_down_to_the_limit_and_leaves_smaller_ones()
    {
        var clipping = new GradientClipping(0.25f);
        var norms = new List<(double Before, double After)>();
        var learner = Small.Learner().Add(clipping);
        learner.Add(new AtEachUpdate(it => norms.Add(
            (clipping.Norm, Math.Sqrt(
                it.Model.Parameters().Sum(parameter => parameter.Grad.ToArray().Sum(value => (double)value * value)))))));
        learner.Fit(3, 0.3f);
        norms.Select(norm => norm.Before).Max().ShouldBeGreaterThan(0.25);
        foreach (var (before, after) in norms)
            after.ShouldBe(Math.Min(before, 0.25), 1e-5);
        Should.Throw<ArgumentOutOfRangeException>(() => new GradientClipping(0));
    }

    [Fact]
    public void The_moving_average_is_measured_and_stays_in_the_model()
    {
        float[]? mean = null;
        float[]? measured = null;
        var learner = Small.Learner().Add(new ExponentialMovingAverage(0.9f));
        learner.Add(new AtStep(null, it =>
        {
            var keep = Math.Min(0.9f, it.Step / (9f + it.Step));
            mean = mean is null ? it.Weights() : [.. mean.Zip(it.Weights(), (old, now) => (old * keep) + (now * (1 - keep)))];
        }));
        learner.Add(new AfterValidateCallback(it => measured = it.Weights()));
        var start = learner.Weights();
        mean = start;
        learner.Fit(2, 0.1f);
        measured!.AsSpan().ShouldBeCloseTo(mean, 1e-5, "measured weights");
        learner.Weights().ShouldBe(measured);
    }

    [Fact]
    public void Early_stopping_waits_for_its_patience()
    {
        var stopping = new EarlyStopping(patience: 3, monitor: "accuracy");
        var learner = Small.Learner().Add(stopping);
        learner.Fit(30, 0f);
        learner.Recorder.Epochs.Count.ShouldBe(4);
        stopping.BestEpoch.ShouldBe(1);
        learner.IsFinished.ShouldBeTrue();
        Should.Throw<ArgumentException>(() => Small.Learner().Add(new EarlyStopping(monitor: "f1")).Fit(1, 0.1f)).Message
            .ShouldContain("expected one of: train_loss, valid_loss, accuracy");
        Should.Throw<ArgumentOutOfRangeException>(() => new EarlyStopping(0));
    }

    [Fact]
    public void Keep_best_puts_the_best_model_back()
    {
        var best = new KeepBest();
        var weights = new Dictionary<int, float[]>();
        var learner = Small.Learner().Add(best, new AfterValidateCallback(it => weights[it.Epoch] = it.Weights()));
        learner.Fit(6, 1.5f);
        var losses = learner.Recorder.Epochs.Select(epoch => epoch.ValidLoss).ToList();
        best.BestEpoch.ShouldBe(losses.IndexOf(losses.Min()) + 1);
        best.Best.ShouldBe(losses.Min());
        learner.Weights().ShouldBe(weights[best.BestEpoch]);
    }

    [Fact]
    public void The_moving_average_and_the_best_model_go_together()
    {
        var weights = new Dictionary<int, float[]>();
        var best = new KeepBest();
        var learner =
        Small.Learner().Add(new ExponentialMovingAverage(0.5f), best, new AfterValidateCallback(it => weights[it.Epoch] = it.Weights()));
        learner.Fit(5, 1f);
        learner.Weights().ShouldBe(weights[best.BestEpoch]);
    }

    [Fact]
    public void Two_trainings_do_not_share_a_folder_of_checkpoints()
    {
        var folder = new CheckpointFolder(_scratch["checkpoints"]);
        Learner Create() => Small.Learner().Add(new Checkpoints(folder, everySteps: 1));
        var message = "";
        var learner = Create();
        learner.Add(new AtStep(5, _ => message = Should.Throw<FolderLockedException>(() => Create().Fit(1, 0.1f)).Message));
        learner.Fit(1, 0.1f);
        message.ShouldMatch($@"^{folder.Path}: in use by process {Environment.ProcessId} \(\S+\) on host \S+ since .* UTC$");
        learner.Step.ShouldBe(10);
        folder.ReadNewest(_ => { })!.Value.File.ShouldBe(Path.Combine(folder.Path, "step-000000010.safetensors"));

        // Released, also after an error, with which the folder of a training that wrote nothing is deleted again.
        Create().Fit(1, 0.1f);
        Directory.Delete(folder.Path, recursive: true);
        Should.Throw<IOException>(() => Small.Learner()
            .Add(new Checkpoints(folder), new AtStep(1, _ => throw new IOException("stopped"))).Fit(1, 0.1f)).Message.ShouldBe("stopped");
        Directory.Exists(folder.Path).ShouldBeFalse();
    }

    [Fact]
    public void A_callback_may_add_a_penalty_to_the_loss()
    {
        var plain = Small.Learner();
        plain.Fit(2, 0.1f);
        var penalised = Small.Learner().Add(new WeightPenalty(0.01f));
        penalised.Fit(2, 0.1f);
        penalised.Recorder.Losses[0].ShouldBe(plain.Recorder.Losses[0]);
        penalised.Weights().Sum(MathF.Abs).ShouldBeLessThan(plain.Weights().Sum(MathF.Abs) * 0.7f);
    }

    [Fact]
    public void The_table_is_written_as_it_grows()
    {
        var lines = new List<string>();
        var learner = Small.Learner().Add(new EpochTable(lines.Add));
        learner.Fit(2, 0.1f);
        string.Join('\n', lines).ShouldBe(learner.Recorder.ToString());
    }

    /// <summary>The example of docs/training.md.</summary>
    private sealed class WeightPenalty(float factor) : Callback
    {
        public override void BeforeBackward(Learner learner)
        {
            foreach (var parameter in learner.Model.Parameters())
                learner.BatchLoss = learner.BatchLoss + (parameter.Abs().Sum() * factor);
        }
    }

    private sealed class AfterValidateCallback(Action<Learner> action) : Callback
    {
        public override void AfterValidate(Learner learner) => action(learner);
    }
}
