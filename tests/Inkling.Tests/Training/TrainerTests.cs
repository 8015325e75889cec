using Inkling.Data;
using Inkling.Models;
using Inkling.Nn;
using Inkling.Optim;
using Inkling.Training;

namespace Inkling.Tests.Training;

public class TrainerTests
{
    private readonly ImageDataset _images = Handwriting.Train(600);

    [Fact]
    public void Epochs_make_the_loss_smaller_and_count_their_steps()
    {
        var (model, trainer) = Create(0.1f);
        var batches = new DataLoader(_images, 64, shuffle: true, new RandomStream(3));
        var steps = new List<StepResult>();
        var first = trainer.Fit(batches, steps.Add);
        var last = default(EpochResult);
        for (var epoch = 0; epoch < 9; epoch++)
            last = trainer.Fit(batches);

        first.Images.ShouldBe(600);
        first.Loss.ShouldBe(steps.Zip(Enumerable.Repeat(64, 9).Append(24), (step, count) => step.Loss * (double)count).Sum() / 600, 1e-9);
        steps.Select(step => (step.Step, step.Batch, step.Batches)).ShouldBe(Enumerable.Range(1, 10).Select(i => (i, i, 10)));
        trainer.StepCount.ShouldBe(100);
        last.Loss.ShouldBeLessThan(first.Loss / 2);
        Trainer.Evaluate(model, _images).Accuracy.ShouldBeGreaterThan(0.8);
        model.Training.ShouldBeTrue();
    }

    [Fact]
    public void Evaluation_agrees_with_the_whole_set_at_once_whatever_the_batch()
    {
        var (model, _) = Create(0.1f);
        var (inputs, labels) = _images.All();
        var logits = model.Forward(inputs);
        var right = logits.ArgMax().ToArray().Zip(labels.ToArray()).Count(pair => pair.First == pair.Second);
        foreach (var batch in new[] { 7, 256, 600 })
        {
            var result = Trainer.Evaluate(model, _images, batch);
            result.Accuracy.ShouldBe(right / 600.0);
            result.Loss.ShouldBe(logits.CrossEntropy(labels).Item(), 1e-5);
            result.Counts.ShouldBe(Enumerable.Repeat(60, 10));
        }
    }

    [Fact]
    public void Evaluation_leaves_the_random_numbers_of_training_alone()
    {
        var (model, _) = Create(0.1f);
        var before = Randomness.Default.State;
        Trainer.Evaluate(model, _images);
        Randomness.Default.State.ShouldBe(before);
    }

    [Fact]
    public void A_request_to_stop_ends_the_epoch_before_the_next_step()
    {
        using var stop = new CancellationTokenSource();
        var (_, trainer) = Create(0.1f);
        var epoch = trainer.Fit(new DataLoader(_images, 100), step =>
        {
            if (step.Step == 2)
                stop.Cancel();
        }, stop.Token);
        (epoch.Images, trainer.StepCount).ShouldBe((200, 2));
    }

    [Fact]
    public void A_loss_that_is_no_number_stops_at_its_step()
    {
        var (_, trainer) = Create(1e30f);
        var error = Should.Throw<DivergenceException>(() => trainer.Fit(new DataLoader(_images, 100)));
        error.Step.ShouldBe(trainer.StepCount + 1);
        error.Message.ShouldEndWith($"at step {error.Step}");
    }

    [Fact]
    public void A_warm_step_allocates_nothing()
    {
        var (_, trainer) = Create(0.1f);
        var batches = new DataLoader(_images, 20);
        var marks = new long[30];
        for (var epoch = 0; epoch < 3; epoch++)
            trainer.Fit(batches, step => marks[step.Batch - 1] = GC.GetAllocatedBytesForCurrentThread());
        (marks[^1] - marks[0]).ShouldBe(0);
    }

    private static (Module Model, Trainer Trainer) Create(float rate)
    {
        Randomness.Seed(1);
        var model = Mlp.Create();
        return (model, new Trainer(model, new CrossEntropyLoss(), new SGD(model.Parameters(), rate)));
    }
}
