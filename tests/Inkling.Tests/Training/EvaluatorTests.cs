using Inkling.Data;
using Inkling.Nn;
using Inkling.Training;
using Inkling.Training.Metrics;

namespace Inkling.Tests.Training;

public class EvaluatorTests
{
    [Theory]
    [InlineData(7)]
    [InlineData(60)]
    [InlineData(256)]
    public void Agrees_with_the_whole_set_at_once_whatever_the_batch(int batchSize)
    {
        var model = Small.Model();
        model.Eval();
        var (inputs, labels) = Small.Valid.All();
        var logits = model.Forward(inputs);
        var right = logits.ArgMax(1).ToArray().Zip(labels.ToArray()).Count(pair => pair.First == pair.Second);
        model.Train();
        var before = Randomness.Default.State;
        var accuracy = new Accuracy();

        var loss = Evaluator.Run(model, DataLoaders.ForValidation(Small.Valid, batchSize), new CrossEntropyLoss(), [accuracy]);

        accuracy.Value.ShouldBe(right / 60.0);
        loss.ShouldBe(logits.CrossEntropy(labels).Item(), 1e-5);
        model.Training.ShouldBeTrue();
        Randomness.Default.State.ShouldBe(before);
    }

    [Fact]
    public void Refuses_an_empty_set_and_can_be_ended()
    {
        Should.Throw<ArgumentException>(
            () => Evaluator.Run(Small.Model(), DataLoaders.ForValidation(Small.Valid.Take(0)), new CrossEntropyLoss(), []));
        Should.Throw<OperationCanceledException>(
            () => Evaluator.Run(
                Small.Model(), DataLoaders.ForValidation(Small.Valid), new CrossEntropyLoss(), [], new CancellationToken(canceled: true)));
    }
}
